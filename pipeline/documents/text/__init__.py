"""Text files: what is left of a report when a browser, a program or a person saved it as text.

Belongs here: the ways in which such texts part cells and rows, each told by its own marks. Does not: what a cell means.
"""
