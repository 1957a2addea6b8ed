"""One writer at a time, and a writer that dies leaves no lock."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from storage.lock import Locked, writer_lock

_HOLDER = """
import sys, time
from pathlib import Path
from storage.lock import writer_lock
with writer_lock(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(float(sys.argv[2]))
"""


def hold(path: Path, seconds: float) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(path), str(seconds)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_process_is_kept_out_and_told_by_whom(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", 60) as holder:
        began = time.monotonic()
        with (
            pytest.raises(Locked, match=f"process {holder.pid} on ") as locked,
            writer_lock(tmp_path / "lock"),
        ):
            pass
        assert locked.value.holder.startswith(f"process {holder.pid} ")
        assert time.monotonic() - began < 1
        holder.kill()


def test_patience_waits_for_the_end_of_the_other(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", 0.3), writer_lock(tmp_path / "lock", patience=10):
        assert (tmp_path / "lock").read_text().startswith(f"process {os.getpid()} ")


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    with hold(tmp_path / "lock", 60) as holder:
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        with writer_lock(tmp_path / "lock", patience=1):
            pass


def test_the_same_process_cannot_hold_it_twice(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "lock"), pytest.raises(Locked), writer_lock(tmp_path / "lock", patience=0.1):
        pass
    with writer_lock(tmp_path / "lock"):
        pass


def test_an_error_inside_gives_it_back(tmp_path: Path) -> None:
    with pytest.raises(KeyError), writer_lock(tmp_path / "lock"):
        raise KeyError
    with writer_lock(tmp_path / "lock"):
        pass


def test_a_child_of_the_holder_does_not_keep_it(tmp_path: Path) -> None:
    with writer_lock(tmp_path / "lock"):
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    try:
        with writer_lock(tmp_path / "lock"):
            pass
    finally:
        child.kill()
        child.wait()
