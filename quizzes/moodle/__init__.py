"""What all questions of a Moodle file have in common; each question type writes its own with it."""
