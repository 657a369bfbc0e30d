"""Everything a learner does, one row in one append-only table; and what is kept beside it."""
