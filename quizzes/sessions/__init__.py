"""How each mode flows, as pure steps: ``step(state, action) -> (state, events)``, and the same state again from the events."""
