"""One memory across all modes: what each item's answers mean for it, when it is due, and what to review for an exam."""
