"""A page as what it draws, whatever format it comes from: characters and lines, and the tables and words in them.

Belongs here: what holds for PDF, OFD and recognised pages alike. Does not: how one of these formats is read.
"""
