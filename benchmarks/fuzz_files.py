"""Damaged files: cut off, bits turned over, pieces lost, doubled or moved, and markup with absurd numbers.

Whatever the damage, reading a file ends in one of two ways: a document, or the named error that says what is wrong.
"""

from __future__ import annotations

import io
import multiprocessing
import random
import re
import signal
import traceback
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection

from samples.build import FORMATS, OFFICE_FORMATS, build
from samples.quirks import combination

SECONDS = 60.0
"""How long a processor may work on a damaged file before it counts as hanging; the slowest whole file takes a tenth."""
WAITING = 20
"""How many times as long it may take on a machine that has other work, or where it only waits."""

SOURCES: dict[str, Callable[[random.Random], bytes]] = {
    form: (lambda rng, form=form: build(f"fuzz/{rng.randrange(6)}", form, combination(form, rng, 2)).data)  # type: ignore[misc]
    for form in FORMATS
}
"""How to make a whole file of each format. A format that :mod:`samples.build` writes is here by itself."""

COSTLY: dict[str, Callable[[random.Random], bytes]] = {
    form: (lambda rng, form=form: build(f"fuzz/{rng.randrange(6)}", form).data)  # type: ignore[misc]
    for form in OFFICE_FORMATS
}
"""Formats whose files start LibreOffice, to be made and to be read: only where they are named."""

Damage = Callable[[bytes, random.Random], bytes]


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _bits(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _stretch(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 16, 300, 5000)))


def _lost(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 1, 30)) + data[end:]


def _noise(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + rng.choice((bytes(end - start), rng.randbytes(end - start))) + data[end:]


def _moved(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    piece, rest = data[start:end], data[:start] + data[end:]
    at = rng.randrange(len(rest) + 1)
    return rest[:at] + piece + rest[at:]


def _numbers(data: bytes, rng: random.Random) -> bytes:
    """Some numbers of the file's own markup made absurd: spans, lengths, offsets."""
    absurd = (b"0", b"-1", b"99999999", b"4294967295", b"1e9", b"", b"NaN")
    places = list(re.finditer(rb"\d+", data))
    for match in sorted(rng.sample(places, min(len(places), rng.choice((1, 4, 20)))), key=lambda m: -m.start()):
        data = data[: match.start()] + rng.choice(absurd) + data[match.end() :]
    return data


def _tags(data: bytes, rng: random.Random) -> bytes:
    """Some marks of the markup lost or doubled."""
    places = list(re.finditer(rb"[<>/()\[\]]|obj|stream", data))
    for match in sorted(rng.sample(places, min(len(places), rng.choice((1, 5, 40)))), key=lambda m: -m.start()):
        data = data[: match.start()] + rng.choice((b"", match[0] * 2)) + data[match.end() :]
    return data


DAMAGES: tuple[Damage, ...] = (_cut, _bits, _lost, _doubled, _noise, _moved, _numbers, _tags)


def damaged(data: bytes, rng: random.Random) -> bytes:
    """The file with one or two kinds of damage; half of the archives are damaged inside one of their members."""
    if data.startswith(b"PK\x03\x04") and rng.random() < 0.6:
        return _in_member(data, rng)
    for damage in rng.sample(DAMAGES, rng.choice((1, 1, 2))):
        data = damage(data, rng)
    return data


def _in_member(data: bytes, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        largest = max(names, key=lambda n: source.getinfo(n).file_size)
        victim = largest if rng.random() < 0.6 else rng.choice(names)
        for name in names:
            content = source.read(name)
            if name == victim:
                if rng.random() < 0.1:
                    continue
                content = rng.choice(DAMAGES)(content, rng)
            target.writestr(name, content)
    return out.getvalue()


@lru_cache(maxsize=200)
def whole(form: str, number: int) -> bytes:
    """One of some whole files of a format."""
    return (SOURCES | COSTLY)[form](random.Random(f"whole/{form}/{number}"))


def example(form: str, seed: str, variety: int = 12) -> bytes:
    """The damaged file of a seed."""
    rng = random.Random(seed)
    return damaged(whole(form, rng.randrange(variety)), rng)


def read_all(data: bytes, name: str) -> None:
    """Everything the project does with one file, but for publishing it."""
    from pipeline.documents.errors import UnreadableDocument
    from pipeline.documents.read import read_document
    from pipeline.extract import extract
    from pipeline.identity import identify
    from pipeline.narrative import read_figures
    from pipeline.normalise import normalise_document

    try:
        document = normalise_document(read_document(data, name))
        year = identify(document, name).report_year
        read_figures(document, year)
        extract(document, data, year=year)
    except UnreadableDocument as error:
        if not (error.found and error.remedy):
            raise ValueError(f"the error says neither what was found nor what to do: {error!r}") from error


@dataclass(frozen=True, slots=True)
class Failure:
    """A damaged file that made the program fail: how to make it again, and what happened."""

    form: str
    seed: str
    what: str


def _work(form: str, seeds: Sequence[str], variety: int, seconds: float, pipe: Connection) -> None:
    for seed in seeds:
        data = example(form, seed, variety)
        # Ends the process; a clock on the wall would count what the machine's other work takes.
        signal.setitimer(signal.ITIMER_PROF, seconds)
        pipe.send((seed, "begun", ""))
        try:
            read_all(data, f"damaged.{form.split('-')[0]}")
        except Exception:  # noqa: BLE001 - whatever comes is what this looks for
            pipe.send((seed, "failed", traceback.format_exc()))
        else:
            pipe.send((seed, "done", ""))


def failures(form: str, seeds: Sequence[str], *, variety: int = 12, seconds: float = SECONDS) -> Iterator[Failure]:
    """Read the damaged files of some seeds in a process of their own; one that hangs or dies is a failure too."""
    context = multiprocessing.get_context("fork")
    left = list(seeds)
    whole_files = [whole(form, n) for n in range(variety)]  # made once, before the process is copied
    assert all(whole_files)
    while left:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_work, args=(form, tuple(left), variety, seconds, theirs), daemon=True)
        process.start()
        theirs.close()
        current = left[0]
        try:
            while left:
                if not ours.poll(seconds * WAITING):
                    yield Failure(form, current, f"still running after {seconds * WAITING:.0f} seconds")
                    left.remove(current)
                    break
                current, state, what = ours.recv()
                if state == "failed":
                    yield Failure(form, current, what)
                if state != "begun":
                    left.remove(current)
        except EOFError:
            process.join()
            current = current if current in left else left[0]
            ended = f"the process died (exit code {process.exitcode})"
            hung = process.exitcode == -signal.SIGPROF
            yield Failure(form, current, f"took {seconds:.0f} seconds of a processor" if hung else ended)
            left.remove(current)
        finally:
            process.kill()
            process.join()
            ours.close()
