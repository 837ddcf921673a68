"""How fast pages are: the result list and an offer under gunicorn, as a ratio to a Flask view that says hello."""
