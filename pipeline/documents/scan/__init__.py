"""Pages that are pictures: their text and tables by character recognition.

``recognise_pages(data, pages, prepared)`` reads chosen pages of a PDF, whatever text layer they have;
``read_scan(data, format, prepared)`` reads a whole scanned PDF or a picture into a document. Both need the optional
packages of ``gongkai[ocr]`` and say so where those are lacking.
"""

from pipeline.documents.scan.engine import recognises
from pipeline.documents.scan.recognise import RecognisedPages, read_scan, recognise_pages

__all__ = ["RecognisedPages", "read_scan", "recognise_pages", "recognises"]
