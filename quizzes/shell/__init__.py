"""The commands of ``python -m quizzes``, for those who write content."""
