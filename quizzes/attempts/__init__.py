"""What the sessions of all modes share: an attempt, what can be done in it, how one item follows another, and what a mode is."""
