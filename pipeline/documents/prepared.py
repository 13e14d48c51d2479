"""What costly readers made of files, kept by content: converted Office files, recognised scans.

A file is read more than once (catalogued, read, its tables looked at again); what takes seconds is done once. The
folder may be deleted at any time: what is missing is made again.
"""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """A folder of results, one file each, named by kind and content; without a folder nothing is kept.

    A kind names the way of making too, with its version, so that another version makes it anew.
    """

    folder: Path | None = None

    def get(self, kind: str, sha256: str) -> bytes | None:
        """The result of a kind for the content with this hash, or None where none is kept."""
        if self.folder is None:
            return None
        try:
            return self._path(kind, sha256).read_bytes()
        except FileNotFoundError:
            return None

    def put(self, kind: str, sha256: str, result: bytes) -> None:
        """Keep a result, whole or not at all, whoever else writes the same."""
        if self.folder is None:
            return
        path = self._path(kind, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(result)
        Path(name).replace(path)

    def _path(self, kind: str, sha256: str) -> Path:
        assert self.folder is not None
        return self.folder / kind / sha256[:2] / sha256


NOTHING_KEPT = Prepared()
"""For a single reading: nothing is looked up, nothing kept."""
