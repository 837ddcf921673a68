"""How an entry comes to be public: steps, versions, review, publication, return, merge."""
