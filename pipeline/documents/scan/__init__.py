"""Pages that are pictures: their text and tables by character recognition.

``pages_with_tables(data)`` tells which pages may show ruled tables, ``recognise_pages(data, pages, prepared)`` reads
chosen pages of a PDF, whatever text layer they have; ``read_scan(data, format, prepared)`` reads a whole scanned PDF or
a picture into a document. All need the optional packages of ``gongkai[ocr]`` and say so where those are lacking.

The flow, from ``recognise``: ``picture`` makes a page's picture fit to read (``seams`` parts two pages in one),
``rulings`` and ``unruled`` find its tables, ``page`` reads them with the models (``engine``) from what ``print`` gives,
into a draft (``drafts``), which becomes the page's blocks once ``values`` has decided the numbers of all pages.
"""

from pipeline.documents.scan.engine import recognises
from pipeline.documents.scan.recognise import RecognisedPages, pages_with_tables, read_scan, recognise_pages

__all__ = ["RecognisedPages", "pages_with_tables", "read_scan", "recognise_pages", "recognises"]
