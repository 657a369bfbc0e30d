"""What an open question offers to answer with, and what was given beside what is right."""
