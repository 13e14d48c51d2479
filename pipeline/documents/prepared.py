"""What costly readers made of files, kept by content: converted Office files, recognised scans.

A file is read more than once (catalogued, read, its tables looked at again); what takes seconds is done once. The
folder may be deleted at any time: what is missing, or is not what was written, is made again.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

_LOG = logging.getLogger(__name__)
_DIGEST = hashlib.sha256().digest_size


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
            kept = self._path(kind, sha256).read_bytes()
        except OSError:  # not there, or something else is in its place
            return None
        digest, result = kept[:_DIGEST], kept[_DIGEST:]
        return result if hashlib.sha256(result).digest() == digest else None

    def put(self, kind: str, sha256: str, result: bytes) -> None:
        """Keep a result, whole or not at all, whoever else writes the same; where it cannot be kept it is not."""
        if self.folder is None:
            return
        path = self._path(kind, sha256)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new.")
        except OSError as problem:
            _LOG.warning("%s cannot be written (%s): what it would keep is made again.", path, problem.strerror)
            return
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(result).digest() + result)
            Path(name).replace(path)
        except OSError as problem:
            _LOG.warning("%s cannot be written (%s): what it would keep is made again.", path, problem.strerror)
            Path(name).unlink(missing_ok=True)

    def _path(self, kind: str, sha256: str) -> Path:
        assert self.folder is not None
        return self.folder / kind / sha256[:2] / sha256


NOTHING_KEPT = Prepared()
"""For a single reading: nothing is looked up, nothing kept."""
