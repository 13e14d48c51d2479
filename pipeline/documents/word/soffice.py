"""LibreOffice, another program found at run time: one start of it makes Word files of many others.

It runs without a window, with a profile of its own that is thrown away, without macros, without following links, and
with a time limit.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import tempfile
import time
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

SOFFICE = "GONGKAI_SOFFICE"
"""Environment variable: the LibreOffice program, where it is not on the path."""

NOT_STARTED = "cannot be started"
_START_SECONDS = 90
_FILE_SECONDS = 20
"""Together with the former, how long the program may take to its first file, and from one to the next."""
_MAC = "/Applications/LibreOffice.app/Contents/MacOS/soffice"

# No macros, no links followed, no updates of linked parts, a proxy that is not there: a file can reach nothing.
_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">\
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>\
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Writer/Content/Update"><prop oor:name="Link" oor:op="fuse"><value>0</value>\
</prop><prop oor:name="Field" oor:op="fuse"><value>false</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings"><prop oor:name="ooInetProxyType" oor:op="fuse"><value>1</value></prop>\
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>\
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>\
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>\
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""


@dataclass(frozen=True, slots=True)
class Converted:
    """What one start made: the Word files by the names of what was given, whether it came to its end, what it said."""

    files: dict[str, bytes]
    finished: bool
    said: str


def find_soffice() -> str | None:
    """The LibreOffice program: what ``GONGKAI_SOFFICE`` names, or what is on the path; None where there is none."""
    named = os.environ.get(SOFFICE, "").strip()
    if named:
        return shutil.which(named)
    found = (shutil.which(name) for name in ("soffice", "libreoffice", _MAC))
    return next((path for path in found if path), None)


def convert(program: str, suffix: str, import_filter: str, files: Iterable[tuple[str, bytes]]) -> Converted:
    """Start LibreOffice once for files of one format.

    Args:
        program: what :func:`find_soffice` found.
        suffix: how names of such files end.
        import_filter: how the program calls the format.
        files: a name and the content of each, worked off in that order.
    """
    with tempfile.TemporaryDirectory(prefix="gongkai-office-") as place:
        folder = Path(place)
        names = []
        for name, data in files:
            (folder / f"{name}.{suffix}").write_bytes(data)
            names.append(name)
        finished, said = _run(program, import_filter, [f"{n}.{suffix}" for n in names], folder) if names else (True, "")
        made = ((name, folder / "out" / f"{name}.docx") for name in names)
        results = {name: path.read_bytes() for name, path in made if path.is_file()}
    return Converted({name: data for name, data in results.items() if _is_whole(data)}, finished, said)


def _run(program: str, import_filter: str, names: Sequence[str], folder: Path) -> tuple[bool, str]:
    """Start LibreOffice once for files of a folder; whether it came to its end, and what it said."""
    profile = folder / "profile" / "user"
    profile.mkdir(parents=True)
    (profile / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")
    command = [
        program,
        f"-env:UserInstallation={profile.parent.as_uri()}",
        *("--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"),
        f"--infilter={import_filter}",
        *("--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder / "out")),
        *names,
    ]
    environment = {**os.environ, "HOME": str(folder), "TMPDIR": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    with (folder / "said").open("wb") as said:
        try:
            # A session of its own: the program is a script that starts another, and all of it must end with the time.
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        except OSError as error:
            return True, f"{NOT_STARTED} ({error.strerror})"
        try:
            code = _ended(process, folder / "out")
        finally:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return code == 0, (folder / "said").read_text(encoding="utf-8", errors="replace")


def _ended(process: subprocess.Popen[bytes], out: Path) -> int:
    """Wait for the program as long as it goes on giving files; its exit status, of a killed one if it stopped."""
    patience = _START_SECONDS + _FILE_SECONDS
    given, last = -1, time.monotonic()
    while time.monotonic() < last + patience:
        now = len(list(out.glob("*.docx")))
        if now > given:
            given, last = now, time.monotonic()
        with suppress(subprocess.TimeoutExpired):
            return process.wait(min(1.0, patience))
    return -signal.SIGKILL


def _is_whole(converted: bytes) -> bool:
    """Whether a result is there to its end: the program may have been ended while it wrote."""
    try:
        with zipfile.ZipFile(io.BytesIO(converted)) as package:
            return package.testzip() is None
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError):
        return False
