"""What a town sets for itself in the portal (not in the environment): its name, thresholds, lists. See settings.py."""
