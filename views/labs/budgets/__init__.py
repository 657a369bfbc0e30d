"""Beat the budget: its limits, the two halves under sliders, what a run came to, and whom there is to beat."""
