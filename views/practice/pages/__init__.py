"""The pages of the modes, a module each."""
