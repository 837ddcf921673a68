"""Careers orientation: the entries of the Jahres-Berufswahl-Kalender. Its pages are in web/careers."""
