"""Who may do what: one table of rights (policy.py), pure functions over an actor. No database, no flask."""
