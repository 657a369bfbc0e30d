"""The base of every error that ``quizzes`` raises of its own: where one is caught, all can be, and nothing else is."""

from __future__ import annotations


class QuizError(Exception):
    """Something that can be said to a person in a sentence; the text is that sentence."""
