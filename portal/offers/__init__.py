"""The great hall: offers with their runs and occurrences; reading, writing and the rules that decide about them."""
