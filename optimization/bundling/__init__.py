"""Puts what a program uses, out of the project's own modules, into one file of text."""
