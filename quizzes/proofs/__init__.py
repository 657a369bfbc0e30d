"""Answers that are proven by running a program or a lab, for instructors and CI. Nothing from a student is ever executed."""
