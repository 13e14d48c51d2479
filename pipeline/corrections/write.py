"""Writing down what a person made of a finding, in the folder's own files.

A file is edited at the characters that change, so that comments, order and style of everything else stay as they are.
What was written is read back before the file is replaced.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from pathlib import Path

import yaml

from pipeline.corrections.read import FINDINGS, read_corrections

FILE = "findings.yml"
_HEAD = """# What people made of findings: one entry a fingerprint (the column of that name in `findings`), with a
# status (confirmed, dismissed, or open again) and a note. `gongkai review` writes here; edit it by hand as you like.
"""


class FindingsFileError(ValueError):
    """The entry cannot be written; the text says why and what to do."""


def write_review(folder: Path, fingerprint: str, status: str, note: str | None, on: dt.date | None) -> Path:
    """Write or change the entry of one finding.

    Args:
        folder: The corrections folder; made if it is not there.
        fingerprint: The finding's.
        status: ``confirmed``, ``dismissed`` or ``open``.
        note: Why, in words; an entry's present note stays where None.
        on: The day; the present one stays where None.

    Returns:
        The file that holds the entry: the one that held it before, else ``findings.yml``.

    Raises:
        FindingsFileError: The file cannot be read as YAML or holds its findings in a form that is not edited.
        OSError: The folder cannot be written.
    """
    fields = {"status": status, "note": note, "on": None if on is None else on.isoformat()}
    given = {name: text for name, text in fields.items() if text is not None}
    path = next((r.file for r in read_corrections(folder).reviews if r.fingerprint == fingerprint), None)
    target = folder / (path or FILE)
    text = target.read_text(encoding="utf-8") if target.is_file() else _HEAD
    changed = _edited(text, fingerprint, given)
    folder.mkdir(parents=True, exist_ok=True)
    _verify(changed, target, fingerprint, given)
    _replace(target, changed)
    return target


def _edited(text: str, fingerprint: str, fields: dict[str, str]) -> str:
    """The file's text with the entry added or changed."""
    try:
        root = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        raise FindingsFileError(f"the file is not YAML ({error}). Correct it, then write the finding again.") from error
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value):
        return _with_end(text) + f"{FINDINGS}:\n" + _new(fingerprint, fields, "  ")
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise FindingsFileError(f"the file holds no key “{FINDINGS}:” in a line of its own. Give it one.")
    held = next((node for key, node in root.value if key.value == FINDINGS), None)
    if held is None:
        return _with_end(text) + f"{FINDINGS}:\n" + _new(fingerprint, fields, "  ")
    if isinstance(held, yaml.SequenceNode) and held.value and not held.flow_style:
        for entry in held.value:
            known = {k.value: v for k, v in entry.value} if isinstance(entry, yaml.MappingNode) else {}
            if "fingerprint" in known and known["fingerprint"].value == fingerprint:
                return _changed(text, entry, known, fields)
        at = _end_of_line(text, _last(held).end_mark.index)
        lead = " " * held.start_mark.column
        return _with_end(text[:at]) + _new(fingerprint, fields, lead) + text[at:].removeprefix("\n")
    if not held.value:  # `findings:` with nothing or `[]` below it
        start, end = held.start_mark.index, held.end_mark.index
        at = _end_of_line(text, end)
        return _with_end(text[:start].rstrip(" ") + text[end:at]) + _new(fingerprint, fields, "  ") + text[at + 1 :]
    raise FindingsFileError(f"“{FINDINGS}” is written within brackets. Write one entry below the other, with “- ”.")


def _changed(text: str, entry: yaml.MappingNode, known: dict[str, yaml.Node], fields: dict[str, str]) -> str:
    """An entry's values replaced where they stand, from the back, so that places before them stay true."""
    edits = []
    for name, value in fields.items():
        if name in known:
            node = known[name]
            if not isinstance(node, yaml.ScalarNode):
                raise FindingsFileError(f"“{name}” of this entry is no text. Correct it, then write the finding again.")
            block = text[node.end_mark.index - 1 : node.end_mark.index] == "\n" and node.style in ("|", ">")
            edits.append((node.start_mark.index, node.end_mark.index, _quoted(value) + ("\n" if block else "")))
        else:
            at = known["fingerprint"].end_mark.index
            lead = ", " if entry.flow_style else "\n" + " " * entry.start_mark.column
            edits.append((at, at, f"{lead}{name}: {_quoted(value)}"))
    for start, end, new in sorted(edits, key=lambda e: e[0], reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _new(fingerprint: str, fields: dict[str, str], lead: str) -> str:
    lines = [f"{lead}- fingerprint: {_quoted(fingerprint)}"]
    return "\n".join([*lines, *(f"{lead}  {name}: {_quoted(value)}" for name, value in fields.items())]) + "\n"


def _quoted(text: str) -> str:
    """A text as YAML in one line: as JSON writes it, with escapes for what YAML takes for breaks or cannot hold."""
    return "".join(c if c.isprintable() else f"\\U{ord(c):08x}" for c in json.dumps(text, ensure_ascii=False))


def _last(node: yaml.Node) -> yaml.Node:
    """The last scalar below a node: a block's own end lies beyond the comments that follow it."""
    while isinstance(node, yaml.CollectionNode) and node.value and not node.flow_style:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return node


def _end_of_line(text: str, index: int) -> int:
    if index and text[index - 1] == "\n":
        return index - 1
    at = text.find("\n", index)
    return len(text) if at < 0 else at


def _with_end(text: str) -> str:
    return text if not text or text.endswith("\n") else text + "\n"


def _verify(text: str, target: Path, fingerprint: str, fields: dict[str, str]) -> None:
    """Read the text back before it replaces anything."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / target.name).write_text(text, encoding="utf-8")
        found = [r for r in read_corrections(Path(folder)).reviews if r.fingerprint == fingerprint]
    said = [{"status": r.status, "note": r.note, "on": None if r.on is None else r.on.isoformat()} for r in found]
    if len(said) != 1 or any(said[0][name] != value.strip() for name, value in fields.items()):
        raise FindingsFileError(
            f"{target} cannot be changed without changing something else in it. Write the entry by hand:"
            f" fingerprint {fingerprint}, " + ", ".join(f"{k} {v}" for k, v in fields.items()) + "."
        )


def _replace(target: Path, text: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        Path(name).chmod(target.stat().st_mode & 0o777 if target.exists() else 0o644)
        Path(name).replace(target)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
