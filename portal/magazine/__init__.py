"""The city magazine: the printed calendar of a month and notices that lead to it."""
