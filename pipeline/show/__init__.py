"""From a published cell back to the place it was printed at: one HTML page that an office can look at.

Belongs here: choosing report and cells, pictures of pages, source tables and lines drawn with marked cells. Does not:
the command line, and whatever would change a number. Other pages may use :func:`table_html` and :func:`page_crop_png`.
"""

from pipeline.show.choice import Choice, ShowError, choose
from pipeline.show.marks import Mark
from pipeline.show.page import show_page, summaries
from pipeline.show.pictures import page_crop_png
from pipeline.show.tables import table_html

__all__ = ["Choice", "Mark", "ShowError", "choose", "page_crop_png", "show_page", "summaries", "table_html"]
