"""The doors from outside: every page, address, header and form, as a visitor or a program meets them over HTTP."""
