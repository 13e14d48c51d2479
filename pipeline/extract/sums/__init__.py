"""What the sums that the form promises say of a reading, and what they decide."""
