"""Which of the form's columns a printed value stands in."""
