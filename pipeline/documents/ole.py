"""The container of binary Office files (.doc, .xls; Microsoft's Compound File Binary format, [MS-CFB]), by olefile."""

from __future__ import annotations

import io
import re

from olefile import MAGIC as SIGNATURE
from olefile import OleFileIO

from pipeline.documents.errors import UnreadableDocument

__all__ = ["SIGNATURE", "open_container"]

_LACKS = re.compile("incomplete|out of range|less than declared")
"""What is told of a container that lacks a part; many writers leave smaller things wrong."""


def open_container(data: bytes) -> OleFileIO:
    """Open the container, whose streams may be written over in a copy of the file.

    Raises:
        UnreadableDocument: it is damaged, or its end is missing: a file that was cut off would otherwise be opened in
            part, with rows gone or a number's last digits.
    """
    try:
        container = OleFileIO(io.BytesIO(data), write_mode=True)
        for stream in container.listdir():
            container.openstream(stream)
        if not any(_LACKS.search(str(issue)) for _, issue in container.parsing_issues):
            return container
    except (OSError, IndexError, ValueError):
        pass
    raise UnreadableDocument("The binary Office file is damaged or cut off", "Fetch it again from its source.", "doc")
