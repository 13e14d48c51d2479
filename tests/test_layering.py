"""Which room may import which, as docs/architecture.md draws it."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = {
    "documents": set(),
    "normalise": {"documents"},
    "forms": set(),
    "schemas": {"forms"},
    "identity": {"documents", "normalise"},
    "extract": {"documents", "normalise", "forms", "identity"},
    "narrative": {"documents", "normalise", "identity"},
    "datasets": {"forms", "identity", "schemas"},
    "corrections": {"forms", "normalise"},
    "checks": {"forms", "identity", "schemas", "datasets", "narrative"},
    "store": {"schemas"},
    "sources": {"documents"},
    "catalogue": {"documents", "normalise", "identity", "sources"},
    "show": {"documents", "extract", "forms", "schemas", "store"},
    "quality": {"documents", "forms", "schemas", "store", "checks", "show"},
}
"""Each room of ``pipeline/`` with the rooms whose modules it may import."""


def imports(file: Path) -> set[str]:
    """The dotted names that a module imports, wherever in it."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_a_room_imports_only_the_rooms_before_it(room):
    files = modules(f"pipeline/{room}") or [ROOT / f"pipeline/{room}.py"]
    used = {name.split(".")[1] for file in files for name in imports(file) if name.startswith("pipeline.")}
    assert used - {room} <= ROOMS[room]


def test_every_module_is_in_a_room():
    names = {file.relative_to(ROOT / "pipeline").parts[0].removesuffix(".py") for file in modules("pipeline")}
    assert names == {*ROOMS, "__init__"}


@pytest.mark.parametrize(
    ("folder", "unknown"),
    [
        ("pipeline", {"assets", "samples", "benchmarks", "tests", "dagster"}),
        ("assets", {"samples", "benchmarks", "tests"}),
        ("samples", {"assets", "benchmarks", "tests"}),
    ],
)
def test_the_library_does_not_know_what_is_built_on_it(folder, unknown):
    found = {str(f.relative_to(ROOT)): {n.split(".")[0] for n in imports(f)} & unknown for f in modules(folder)}
    assert not {file: names for file, names in found.items() if names}


def test_readers_of_documents_do_not_know_the_form():
    words = ("本年新收", "信访举报", "行政复议", "new_requests", "review_litigation")
    files = [*modules("pipeline/documents"), *modules("pipeline/normalise")]
    assert not {str(f): w for f in files for w in words if w in f.read_text(encoding="utf-8")}
