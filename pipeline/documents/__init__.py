"""Bytes to documents: one reader a format, chosen by content, never by suffix.

Belongs here: what a format is and where its printed text stands. Does not: anything about the official forms.
"""
