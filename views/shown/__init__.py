"""How texts, figures, days and proofs are shown."""
