"""Words of the domain as plain Python: enums and code lists with German labels marked for translation. No database, no web."""
