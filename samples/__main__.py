"""Write the sample files and their truth: ``python -m samples --out data/raw --truth data/sample_truth.json``."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from samples.corpus import files, sources
from samples.packed import pack


def main(arguments: list[str] | None = None) -> int:
    """Write all files, ``sources.csv`` and the truth; the same bytes every time."""
    parser = argparse.ArgumentParser(prog="python -m samples", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("data/raw"), help="folder for the files (default data/raw)")
    parser.add_argument(
        "--truth", type=Path, default=Path("data/sample_truth.json"), help="truth file (default data/sample_truth.json)"
    )
    chosen = parser.parse_args(arguments)
    truths: list[dict[str, Any]] = []
    written: dict[str, bytes] = {}
    archives: dict[str, dict[str, bytes]] = {}
    for path, data, truth in files():
        archive, inside, member = path.partition(".zip/")
        if inside:
            archives.setdefault(f"{archive}.zip", {})[member] = data
        else:
            written[path] = data
        if truth is not None:
            truths.append(truth)
    written |= {path: pack(members, gbk_names=True) for path, members in archives.items()}
    for path, data in written.items():
        target = chosen.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    paths = list(written)
    (chosen.out / "sources.csv").write_bytes(sources(paths))
    chosen.truth.parent.mkdir(parents=True, exist_ok=True)
    chosen.truth.write_text(json.dumps(truths, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
    print(f"{len(paths)} files in {chosen.out}, {len(truths)} of them with truth in {chosen.truth}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
