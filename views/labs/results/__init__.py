"""The result of a run: its sentence, its pictures, its tables and what can be taken along."""
