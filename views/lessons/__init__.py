"""A lesson: the list of its parts, its screens, and the end of a part."""
