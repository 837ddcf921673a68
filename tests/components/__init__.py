"""Every macro and every page template, rendered from samples without the application: strict and fast."""
