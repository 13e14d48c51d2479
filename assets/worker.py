"""One process that works on files, one after another, and its owner's end of it.

Which errors mean "this file cannot be used" is named in ``expected``; a full disk ends the step; anything else is a
fault of the program: its traceback is logged, and the file is given up with a sentence that says so.
"""

from __future__ import annotations

import errno
import faulthandler
import multiprocessing
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

Result = TypeVar("Result")

DISK_FULL = frozenset((errno.ENOSPC, errno.EDQUOT))
"""What the operating system says when there is no room left."""

_START_SECONDS = 120.0
"""How long a new process may take until it works: on a busy machine the imports alone can take many seconds."""

_READY = "ready"
"""What a new process says first. The time limit of a file counts from then, not from the start of its process."""

_PRELOADED = [
    "pipeline.documents.read",
    "pipeline.normalise",
    "pipeline.identity",
    "pipeline.extract",
    "pipeline.narrative",
]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Result]):
    """What became of one file.

    Exactly one of ``value`` and ``error`` counts: ``error`` is None where the work succeeded, else a sentence for
    people. ``fault`` says that the program failed and not the file: a crash, a kill, a time limit.
    """

    name: str
    value: Result | None
    error: str | None
    seconds: float
    fault: bool = False


@dataclass(frozen=True, slots=True)
class _Reply:
    """What a worker sends back: the value, or the sentence, or the traceback of a fault, or that the disk is full."""

    value: Any
    error: str | None
    traceback: str | None
    full: OSError | None = None


def warm_up() -> None:
    """Start importing the readers in the background, for the processes to come."""
    if sys.platform == "linux":
        _context()
        forkserver.ensure_running()


class Worker:
    """One process and the file it has at the moment."""

    def __init__(self, expected: tuple[type[Exception], ...]) -> None:
        self.expected = expected
        self.index: int | None = None
        self.name = ""
        self.since = 0.0
        self.ready = False
        self._start()

    def _start(self) -> None:
        context = _context()
        self.connection, theirs = context.Pipe()
        self.process = context.Process(target=_work, args=(theirs, self.expected), daemon=True)
        self.process.start()
        self.ready = False
        # Only the worker may hold its end: then its death closes the pipe, and that is how it is noticed.
        theirs.close()

    def give(self, index: int, name: str, task: Callable[[Any], Any], item: Any) -> None:
        """Hand one file to the process."""
        self.index, self.name, self.since = index, name, time.monotonic()
        # A process that is gone already is met again, with its reason, in collect().
        with suppress(BrokenPipeError):
            self.connection.send((task, item))

    def deadline(self, limit_seconds: float) -> float:
        """Until when the file at work may take."""
        return self.since + (limit_seconds if self.ready else max(limit_seconds, _START_SECONDS))

    def collect(self, limit_seconds: float, say: Callable[[str], None]) -> Outcome[Any] | None:
        """The outcome of the file at work, or None while it lasts. Replaces a process that ended."""
        seconds = time.monotonic() - self.since
        reply: _Reply | str | None = None
        if self.connection.poll():
            with suppress(EOFError, ConnectionResetError):
                reply = self.connection.recv()
            if reply == _READY:
                self.ready, self.since = True, time.monotonic()
                return None
        elif time.monotonic() < self.deadline(limit_seconds):
            return None
        else:
            self.stop()
            self._start()
            return self._done(None, _too_long(limit_seconds), seconds, fault=True)
        if isinstance(reply, _Reply) and reply.full is not None:
            raise reply.full
        if isinstance(reply, _Reply) and reply.traceback is None:
            return self._done(reply.value, reply.error, seconds, fault=False)
        self.process.join()
        code = self.process.exitcode
        if isinstance(reply, _Reply):
            say(f"{self.name}: the program met a fault of its own:\n{reply.traceback}")
        sentence = _crashed(code)
        self.stop()
        self._start()
        return self._done(None, sentence, seconds, fault=True)

    def _done(self, value: Any, error: str | None, seconds: float, fault: bool) -> Outcome[Any]:
        self.index = None
        return Outcome(self.name, value, error, seconds, fault)

    def stop(self) -> None:
        """End the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.connection.close()


def _context() -> Any:
    # A run of Dagster has threads, so a plain fork is unsafe. The fork server is a clean process that has imported the
    # readers once; macOS libraries do not bear any fork.
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context


def _work(connection: Connection, expected: tuple[type[Exception], ...]) -> None:
    """The life of a worker process: one file after another until the pipe is closed."""
    faulthandler.enable()
    # Ctrl-C reaches the whole group; the parent ends its workers itself.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    connection.send(_READY)
    while True:
        try:
            task, item = connection.recv()
        except EOFError:
            return
        finished = False
        try:
            try:
                reply = _Reply(task(item), None, None)
            except expected as error:
                reply = _Reply(None, str(error), None)
            except OSError as error:
                if error.errno not in DISK_FULL:
                    raise
                reply = _Reply(None, None, None, error)
            finished = True
        finally:
            # A fault of the program ends this process; before that, the parent is told why.
            if not finished:
                connection.send(_Reply(None, None, traceback.format_exc()))
        try:
            connection.send(reply)
        except BrokenPipeError:
            return  # the run was killed: nobody waits for it


def _too_long(limit_seconds: float) -> str:
    limit = f"{limit_seconds / 60:.0f} minutes" if limit_seconds >= 120 else f"{limit_seconds:g} seconds"
    return (
        f"Reading this file took longer than {limit} and was stopped. Open it and look whether it is damaged or"
        " unusually large; a copy saved anew, or as DOCX or HTML, often reads."
    )


def _crashed(code: int | None) -> str:
    if code == -signal.SIGKILL:
        return (
            "The program was killed while it read this file, most often because the machine ran out of memory, so"
            " nothing of it is published. Run its year again, with GONGKAI_WORKERS=1 if memory is short."
        )
    if code is not None and code < 0:
        known = {s.value: s.name for s in signal.Signals}
        how = f"was ended by {known.get(-code, f'signal {-code}')}"
    else:
        how = "met a fault of its own"
    return (
        f"The program {how} while it read this file, so nothing of it is published. The traceback is in the run's log;"
        " please report it together with the file. A copy saved anew, or as DOCX or HTML, may read."
    )
