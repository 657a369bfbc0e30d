"""The labs' pages, a few lines each."""
