"""What editors write and citizens report: plain pages, collections, topics and synonyms, messages."""
