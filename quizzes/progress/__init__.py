"""What a learner's events show, as pandas tables; nothing is said before there is enough to say it."""
