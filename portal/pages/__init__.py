"""Plain pages, the town's own settings and messages from the public."""
