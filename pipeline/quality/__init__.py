"""The quality pages: a year's findings as HTML pages that a person can read, each with the place it speaks of.

Belongs here: which reports come first, the tables drawn as printed with what is broken marked, cut-outs of source
pages, the pages' files. Does not: deciding what is broken (checks), the command line, and whatever would change a
number.
"""

from pipeline.quality.pages import (
    CROPS,
    INDEX,
    Made,
    finding_link,
    page_name,
    rule_link,
    write_pages,
)

__all__ = [
    "CROPS",
    "INDEX",
    "Made",
    "finding_link",
    "page_name",
    "rule_link",
    "write_pages",
]
