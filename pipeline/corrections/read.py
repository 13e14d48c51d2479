"""From the folder's files to entries: each file and each entry by itself, so that one bad one stops no other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import ValidationError

from pipeline.corrections.model import Corrections, Entry, Fault, Reading, Review, SourceError

READINGS, SOURCE_ERRORS, FINDINGS = "readings", "source_errors", "findings"
_KINDS: dict[str, type[Entry]] = {READINGS: Reading, SOURCE_ERRORS: SourceError, FINDINGS: Review}
_SUFFIXES = (".yml", ".yaml")
_EntryT = TypeVar("_EntryT", bound=Entry)


class _Unusable(Exception):
    """Something in a file that is not what it should be; the text says what, and what was expected."""

    def __init__(self, problem: str, line: int | None = None) -> None:
        self.line = line
        super().__init__(problem)


def correction_files(folder: Path) -> list[Path]:
    """The folder's YAML files, of any depth, in order; none where there is no folder."""
    return sorted(p for p in folder.rglob("*") if p.suffix in _SUFFIXES and p.is_file())


def read_corrections(folder: Path) -> Corrections:
    """Read every ``*.yml`` below the folder.

    Args:
        folder: The corrections folder; it need not exist.

    Returns:
        The entries that can be used and, as faults, those that cannot, each with its file and line.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path in correction_files(folder):
        name = path.relative_to(folder).as_posix()
        try:
            root = _compose(path.read_bytes())
            for kind, node in _lists(root):
                for item in node.value:
                    try:
                        entries.append(_entry(kind, item, name))
                    except _Unusable as error:
                        faults.append(Fault(name, error.line or _line(item), str(error)))
        except _Unusable as error:
            faults.append(Fault(name, error.line, str(error)))
        except OSError as error:
            faults.append(Fault(name, None, f"cannot be read ({error.strerror}). Change its permissions."))
    reviews, twice = _once(_of(entries, Review))
    return Corrections(_of(entries, Reading), _of(entries, SourceError), reviews, (*faults, *twice))


def _of(entries: list[Entry], kind: type[_EntryT]) -> tuple[_EntryT, ...]:
    return tuple(e for e in entries if isinstance(e, kind))


def _once(reviews: tuple[Review, ...]) -> tuple[tuple[Review, ...], list[Fault]]:
    """Without the fingerprints that have two entries: neither can be believed over the other."""
    number = Counter(r.fingerprint for r in reviews)
    faults = [
        Fault(r.file, r.line, f"finding {r.fingerprint} has {number[r.fingerprint]} entries; keep one of them.")
        for r in reviews
        if number[r.fingerprint] > 1
    ]
    return tuple(r for r in reviews if number[r.fingerprint] == 1), faults


def _compose(data: bytes) -> yaml.Node | None:
    try:
        text = data.decode("utf-8-sig")
        for event in yaml.parse(text, Loader=yaml.BaseLoader):
            if isinstance(event, yaml.AliasEvent):
                line = None if event.start_mark is None else event.start_mark.line + 1
                raise _Unusable("refers to another entry with *; write the value out.", line)
        return yaml.compose(text, Loader=yaml.BaseLoader)
    except UnicodeDecodeError as error:
        raise _Unusable("is not UTF-8; save it in that encoding.") from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _Unusable(
            f"is not YAML here ({error.problem}). Look at the indentation and the quotation marks of this entry and"
            " of the one before it; nothing of this file is used until then.",
            None if mark is None else mark.line + 1,
        ) from error
    except yaml.YAMLError as error:
        raise _Unusable(f"is not YAML ({error}); nothing of this file is used.") from error


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _lists(root: yaml.Node | None) -> Iterator[tuple[str, yaml.SequenceNode]]:
    """The file's lists of entries by their kind; those that are still empty are left out."""
    expected = f"expected {', '.join(_KINDS)}, each with a list of entries below it"
    if root is None or _is_empty(root):
        return
    if not isinstance(root, yaml.MappingNode):
        raise _Unusable(f"found no such keys; {expected}.", _line(root))
    seen = set()
    for key, node in root.value:
        if key.value not in _KINDS or key.value in seen:
            again = " a second time" if key.value in seen else ""
            raise _Unusable(f"found “{key.value}”{again}; {expected}.", _line(key))
        seen.add(key.value)
        if _is_empty(node):
            continue
        if not isinstance(node, yaml.SequenceNode):
            raise _Unusable(f"“{key.value}” holds no list; expected entries that begin with “- ”.", _line(key))
        yield key.value, node


def _is_empty(node: yaml.Node) -> bool:
    return isinstance(node, yaml.ScalarNode) and node.value in ("", "~", "null") and node.style is None


def _entry(kind: str, node: yaml.Node, file: str) -> Entry:
    if not isinstance(node, yaml.MappingNode):
        raise _Unusable(f"an entry of {kind} is no mapping; expected names and values, such as “reason: …”.")
    fields = _plain(node)
    if not isinstance(fields, dict) or {"file", "line"} & fields.keys():
        raise _Unusable(f"an entry of {kind} names `file` or `line`, which are told from where it stands.")
    try:
        return _KINDS[kind](**fields, file=file, line=_line(node))
    except ValidationError as error:
        said = "; ".join(_said(e["loc"], e["type"], e["msg"], e.get("input")) for e in error.errors())
        raise _Unusable(f"this entry of {kind} is not used: {said}. Correct it; the others are used.") from error


def _said(place: tuple[int | str, ...], kind: str, message: str, found: object) -> str:
    name = ".".join(map(str, place))
    if kind == "missing":
        return f"{name} is not there; expected it"
    if kind == "extra_forbidden":
        return f"{name} is no field of such an entry"
    message = message.removeprefix("Value error, ")
    shown = f"found “{found}”; " if name and isinstance(found, str) else ""
    return f"{name}: {shown}{message[0].lower()}{message[1:]}" if name else message


def _plain(node: yaml.Node) -> Any:
    """Texts, lists and dicts; a key that stands twice is refused."""
    if isinstance(node, yaml.ScalarNode):
        return None if _is_empty(node) else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item) for item in node.value]
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or key.value in fields:
            raise _Unusable(f"“{key.value}” stands twice in one entry; keep one.", _line(key))
        fields[key.value] = _plain(value)
    return fields
