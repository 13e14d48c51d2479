"""PDF: its text, whether the page shows that text, and its tables by several libraries.

Belongs here: what needs pdfium, pdfplumber or camelot. Does not: finding tables in characters and lines (``pages``).
"""
