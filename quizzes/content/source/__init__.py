"""A content file as it was written: its nodes with positions, its pictures and links, and the problems found in it."""
