"""People who sign in: reading accounts, signing in, creating them. Citizens need no account."""
