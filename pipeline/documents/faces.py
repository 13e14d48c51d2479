"""Faces of print that draw other signs where digits are written."""

import re

SYMBOLS = "symbol"
"""The name of one of them."""
_SIGNS = re.compile(rf"wingdings|webdings|{SYMBOLS}|dingbats|marlett|barcode|条码", re.I)


def shows_signs(face: str) -> bool:
    """Whether a face of print, by its name, shows signs in place of digits."""
    return _SIGNS.search(face) is not None
