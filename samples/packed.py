"""Several reports in a ZIP archive, as a department's office mails them on."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

from samples.docx import ZIP_DATE


class _GbkName(zipfile.ZipInfo):
    """An entry whose name is written in GBK, without the mark for UTF-8."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits


def pack(members: Mapping[str, bytes], *, gbk_names: bool = False) -> bytes:
    """An archive with the same bytes for the same members.

    Args:
        members: name -> bytes.
        gbk_names: names in GBK without a mark of their encoding, as Chinese Windows packs them.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            entry = (_GbkName if gbk_names else zipfile.ZipInfo)(name, ZIP_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()
