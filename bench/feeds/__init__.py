"""How fast calendars are: put together, asked for again, and served, each as a ratio to a reference of the same run."""
