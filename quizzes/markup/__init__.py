"""The Markdown of content: its pictures, its formulas, and its HTML."""
