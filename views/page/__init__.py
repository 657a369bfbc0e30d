"""What every page stands on: who is here, what the session holds, what the server shares, and what is around each page."""
