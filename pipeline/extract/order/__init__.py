"""Texts that a program wrote in another order than the table has its cells: what can be read of them all the same."""
