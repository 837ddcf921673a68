"""The doors for browsers, one package per audience; `kit` is what they share. Areas do not know each other."""
