"""Work on many files at once, so that one file can harm no other.

Every file is handled in a process of its own pool (:mod:`assets.worker`): a reader that crashes, eats all memory or
never ends costs that one file and a new process, and the caller gets a sentence in its place. Results come back in the
order of the files, so that a second run publishes the same bytes.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import TypeVar

from assets.worker import Outcome, Worker

Item = TypeVar("Item")
Result = TypeVar("Result")

LIMIT_SECONDS = 900.0
"""How long one file may take. The slowest real PDF took about a minute with every fallback."""

MAX_PROCESSES = 8
"""Each process holds one document and the PDF libraries, up to some hundred MB: more than this is asked for by name."""

TICK_SECONDS = 5.0
"""How often progress is said while files are being worked on."""


def process_count() -> int:
    """How many processes to use: ``GONGKAI_WORKERS``, else one for each usable processor, at most ``MAX_PROCESSES``."""
    wish = os.environ.get("GONGKAI_WORKERS", "").strip()
    if wish:
        if not wish.isdecimal() or int(wish) < 1:
            raise ValueError(
                f"GONGKAI_WORKERS is {wish!r}; expected a whole number of processes, 1 or more. Unset it to use all."
            )
        return int(wish)
    # A container is often given fewer processors than the machine has.
    usable = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(usable, MAX_PROCESSES)


def each_file(
    task: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    name: Callable[[Item], str],
    say: Callable[[str], None],
    label: str,
    expected: tuple[type[Exception], ...] = (),
    limit_seconds: float = LIMIT_SECONDS,
    processes: int | None = None,
) -> list[Outcome[Result]]:
    """Do ``task`` for every item in worker processes and give the outcomes in the order of the items.

    Args:
        task: A function of a module (it is sent to the processes by its name), one file's work.
        items: What to work on; small values such as paths, as they are sent to another process.
        name: How an item is called in logs and sentences, best its path below the raw folder.
        say: Takes a line of progress every few seconds, with the names of the files at work, and tracebacks of faults.
        label: What the progress lines begin with, such as ``documents 2024``.
        expected: The errors that mean "this file cannot be used"; their text is the sentence.
        limit_seconds: How long one file may take before its process is ended.
        processes: How many processes; None for :func:`process_count`.

    Returns:
        One outcome for each item. Nothing that happens to a file is raised.

    Raises:
        OSError: The disk is full (:data:`assets.worker.DISK_FULL`), which is no file's fault.
    """
    outcomes: dict[int, Outcome[Result]] = {}
    waiting = list(enumerate(items))[::-1]
    started = last_said = time.monotonic()
    with _crew(min(processes or process_count(), len(items)), expected) as crew:
        while len(outcomes) < len(items):
            for worker in crew:
                if worker.index is None and waiting:
                    index, item = waiting.pop()
                    worker.give(index, name(item), task, item)
            busy = [w for w in crew if w.index is not None]
            until = min([last_said + TICK_SECONDS, *(w.deadline(limit_seconds) for w in busy)])
            wait([w.connection for w in busy], max(0.0, until - time.monotonic()))
            for worker in busy:
                index = worker.index
                outcome = worker.collect(limit_seconds, say)
                if outcome is not None and index is not None:
                    outcomes[index] = outcome
            if time.monotonic() - last_said >= TICK_SECONDS and len(outcomes) < len(items):
                at_work = ", ".join(w.name for w in crew if w.index is not None)
                say(f"{label}: {len(outcomes)} of {len(items)} files done, now at {at_work or 'the next'}")
                last_said = time.monotonic()
    if items:
        failed = sum(o.error is not None for o in outcomes.values())
        took = f"{len(items)} file{'s' * (len(items) != 1)} in {time.monotonic() - started:.1f} s"
        say(f"{label}: {took}" + (f", {failed} failed" if failed else ""))
    return [outcomes[index] for index in range(len(items))]


@contextmanager
def _crew(size: int, expected: tuple[type[Exception], ...]) -> Iterator[list[Worker]]:
    crew: list[Worker] = []
    try:
        crew.extend(Worker(expected) for _ in range(size))
        yield crew
    finally:
        for worker in crew:
            worker.stop()
