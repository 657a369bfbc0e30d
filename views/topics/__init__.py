"""The way to what one learns: topics, their modes, search, the cheat sheet."""
