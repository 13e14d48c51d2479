"""The three tables out of printed rows."""
