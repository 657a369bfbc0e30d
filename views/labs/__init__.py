"""A lab on a page: its form, the bet, the run under way, and what was found."""
