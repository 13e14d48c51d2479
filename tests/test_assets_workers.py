"""Files are worked on in processes, and one bad file harms no other."""

from __future__ import annotations

import errno
import os
import signal
import time

import pytest

from assets.worker import Worker
from assets.workers import each_file, process_count


class NotUsable(ValueError):
    """Stands for a file that cannot be used."""


def handle(item: str) -> str:
    if item == "refuses":
        raise NotUsable("This file is empty. Fetch it again.")
    if item == "bug":
        return item[100]
    if item == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if item == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    if item == "exits":
        os._exit(7)
    if item == "hangs":
        time.sleep(600)
    if item == "disk full":
        raise OSError(errno.ENOSPC, "No space left on device")
    if item == "waits":
        time.sleep(0.2)
    if item == "process":
        return str(os.getpid())
    return item.upper()


def run(items: list[str], **more: object) -> tuple[dict[str, object], list[str]]:
    said: list[str] = []
    options: dict[str, object] = {"expected": (NotUsable,), "processes": 2} | more
    outcomes = each_file(handle, items, name=str, say=said.append, label="files", **options)  # type: ignore[arg-type]
    assert [o.name for o in outcomes] == items
    return dict(zip(items, outcomes, strict=True)), said


def test_results_keep_the_order_of_the_files() -> None:
    items = [f"file {n}" for n in range(40)]
    done, said = run(items)
    assert [done[i].value for i in items] == [i.upper() for i in items]
    assert said[-1].startswith("files: 40 files in ")


def test_an_expected_error_is_the_sentence_of_its_file() -> None:
    done, _ = run(["a", "refuses", "b"])
    assert done["refuses"].error == "This file is empty. Fetch it again."
    assert not done["refuses"].fault
    assert (done["a"].value, done["b"].value) == ("A", "B")


def test_a_full_disk_is_no_files_fault() -> None:
    with pytest.raises(OSError, match="No space left"):
        run(["a", "disk full", "b"])


def test_a_process_whose_run_was_killed_ends_without_a_word() -> None:
    worker = Worker(())
    assert worker.connection.poll(60)
    worker.give(0, "a", handle, "waits")
    worker.connection.close()
    worker.process.join(60)
    assert worker.process.exitcode == 0


def test_a_killed_process_asks_for_another_run_not_for_a_report() -> None:
    done, _ = run(["a", "killed", "b"])
    assert done["killed"].fault
    assert "was killed" in done["killed"].error
    assert "Run its year again" in done["killed"].error
    assert (done["a"].value, done["b"].value) == ("A", "B")


@pytest.mark.parametrize("fault", ["bug", "segfault", "exits"])
def test_a_crash_costs_its_own_file_only(fault: str) -> None:
    done, said = run(["a", fault, "b", "c", "d"])
    assert done[fault].fault
    assert "please report it" in done[fault].error
    assert [done[i].value for i in "abcd"] == ["A", "B", "C", "D"]
    assert ("IndexError" in "".join(said)) == (fault == "bug")


def test_a_kill_by_signal_is_named() -> None:
    done, _ = run(["segfault"])
    assert "SIGSEGV" in done["segfault"].error


def test_a_file_that_never_ends_is_stopped() -> None:
    done, _ = run(["a", "hangs", "b"], limit_seconds=2.0)
    assert done["hangs"].fault
    assert "took longer than 2 seconds" in done["hangs"].error
    assert (done["a"].value, done["b"].value) == ("A", "B")


def test_work_is_done_in_other_processes() -> None:
    done, _ = run(["process"])
    assert done["process"].value != str(os.getpid())


def test_no_files_is_no_work() -> None:
    done, said = run([])
    assert done == {}
    assert said == []


def test_the_number_of_processes_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_WORKERS", "3")
    assert process_count() == 3
    monkeypatch.setenv("GONGKAI_WORKERS", "many")
    with pytest.raises(ValueError, match="GONGKAI_WORKERS is 'many'"):
        process_count()
