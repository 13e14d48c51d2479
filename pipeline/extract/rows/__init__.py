"""Which of the form's rows a printed row is."""
