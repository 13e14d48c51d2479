"""The ruling lines of a page, and the cells between them.

In order: ``lines`` finds them (``runs`` tells which dark runs are lines, and which strokes), ``dashes`` adds dashed and
short ones, ``cells`` makes tables of them, and ``strokes`` tells it which of them are strokes of words. Belongs here:
what is told by lines. Does not: tables that lack some (``unruled``).
"""
