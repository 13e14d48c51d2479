"""A quiet logger for the command line: the project's own lines, none of Dagster's events."""

from __future__ import annotations

import logging
import sys

import dagster as dg

_FRAMEWORK = ("Dependencies for step ", "op '")
"""How the lines begin that Dagster itself writes as if an asset had."""


class _ProgressHandler(logging.Handler):
    def emit(self, record: logging.LogRecord) -> None:
        meta = getattr(record, "dagster_meta", None) or {}
        text = meta.get("orig_message") or record.getMessage()
        if meta.get("dagster_event") is None and not text.startswith(_FRAMEWORK):
            mark = "" if record.levelno < logging.WARNING else f"{record.levelname}: "
            sys.stderr.write(f"{mark}{text}\n")
            sys.stderr.flush()


@dg.logger(description="The project's own progress lines on standard error, without Dagster's events.")
def progress_lines(init_context: dg.InitLoggerContext) -> logging.Logger:
    """A logger that writes what assets say."""
    logger = logging.Logger("gongkai.progress", level=logging.INFO)
    logger.addHandler(_ProgressHandler())
    return logger
