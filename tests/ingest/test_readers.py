"""The reading processes: started when there is something to do, and out of Ctrl-C's way."""

import multiprocessing
import os
import signal
import threading
import time
from pathlib import Path

import pytest

from archive.evidence.refusals import Reason
from archive.ingest.limits import ReadFault
from archive.ingest.readers import Readers, open_readers, result_of
from archive.settings import Settings

MEMORY = 2 << 30


def running() -> set[int]:
    return {process.pid for process in multiprocessing.active_children() if process.pid}


@pytest.fixture(autouse=True)
def settled() -> None:
    """No process of another test's pool is about to take the place of one that was ended."""
    before: set[int] = set()
    while before != (now := running()):
        before = now
        time.sleep(0.25)


def test_nothing_starts_before_there_is_something_to_do() -> None:
    before = running()
    with Readers(2, MEMORY) as readers:
        assert readers.jobs == 2 and readers.here is readers
        assert running() == before
        assert result_of(readers.submit(30, os.getpid)) in running() - before
        assert len(running() - before) == 2
    assert running() == before


def test_once_stopped_nothing_starts_any_more() -> None:
    before = running()
    for used in (False, True):
        with Readers(1, MEMORY) as readers:
            if used:
                result_of(readers.submit(30, os.getpid))
        with pytest.raises(RuntimeError, match="stopped"):
            readers.submit(30, os.getpid)
    assert running() == before


def test_ctrl_c_is_not_for_a_process_from_its_first_moment_on() -> None:
    """Started by a thread, as the portal's requests do, and hit again and again while it starts."""
    before = running()
    with Readers(1, MEMORY) as readers:
        found: list[int] = []

        def ask() -> None:
            found.append(result_of(readers.submit(30, os.getpid)))

        asking = threading.Thread(target=ask)
        asking.start()
        hits = 0
        while asking.is_alive():
            for process in running() - before:
                os.kill(process, signal.SIGINT)
                hits += 1
            time.sleep(0.01)
        asking.join()
        assert hits > 5 and set(found) == running() - before
        # One that takes the place of another that died is no different.
        with pytest.raises(ReadFault) as fault:
            result_of(readers.submit(30, os.abort))
        assert fault.value.reason is Reason.READER_DIED
        another = result_of(readers.submit(30, os.getpid))
        assert another not in found
        held = next(
            int(line.split()[1], 16)
            for line in Path(f"/proc/{another}/status").read_text().splitlines()
            if line.startswith("SigBlk:")
        )
        assert held & 1 << signal.SIGINT - 1


def test_ctrl_c_while_processes_start_is_not_lost() -> None:
    with Readers(1, MEMORY) as readers:
        with pytest.raises(KeyboardInterrupt):
            threading.Timer(0.002, os.kill, (os.getpid(), signal.SIGINT)).start()
            for _ in range(100):
                readers.submit(30, os.getpid)
                time.sleep(0.01)
        assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, ())


def test_what_is_lost_with_a_pool_ends_though_another_took_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    before = running()
    with Readers(1, MEMORY) as readers:
        result_of(readers.submit(30, os.getpid))
        (idle,) = running() - before
        # It is given a task that it never begins, and dies; its pool is given up and tells nobody.
        monkeypatch.setattr("pebble.pool.process.TaskManager.tasks_abort", lambda *_: None)
        os.kill(idle, signal.SIGSTOP)
        lost = readers.submit(30, os.getpid)
        time.sleep(0.3)
        os.kill(idle, signal.SIGKILL)
        while not running() - before - {idle}:
            readers.submit(30, os.getpid)
            time.sleep(0.05)
        waiting = threading.Thread(target=readers.wait, args=((lost,),), daemon=True)
        waiting.start()
        waiting.join(10)
        assert not waiting.is_alive()
        with pytest.raises(ReadFault) as fault:
            result_of(lost)
        assert fault.value.reason is Reason.READER_DIED


def test_without_a_word_in_the_settings_this_machine_reads() -> None:
    with open_readers(Settings(), 3) as readers:
        assert isinstance(readers, Readers) and readers.jobs == 3
