"""The modes in which something is answered, and their cards and questions."""
