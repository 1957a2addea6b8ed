"""The writer's lock: one writer at a time, and a crash leaves no lock behind."""

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_LOOK_AGAIN = 0.05
"""Seconds between two tries for a lock that somebody else holds."""


class Locked(Exception):
    """Another process is writing; ``holder`` says which, as it wrote of itself."""

    def __init__(self, path: Path, holder: str) -> None:
        super().__init__(f"{path} is held by {holder or 'another process'}")
        self.path = path
        self.holder = holder


@contextmanager
def writer_lock(path: Path, patience: float = 0.0) -> Iterator[None]:
    """Hold the lock at ``path``, waiting ``patience`` seconds for it at most.

    The kernel holds the lock for the open file, so it ends with the process, however that ends.
    The file itself stays: its text only tells people who held it last.

    Raises ``Locked`` when the time is over.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        _acquire(descriptor, path, time.monotonic() + patience)
        with suppress(OSError):
            # On a full disk the lock holds without its text.
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, f"process {os.getpid()} on {socket.gethostname()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, path: Path, deadline: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return
        except BlockingIOError:
            if time.monotonic() >= deadline:
                holder = os.pread(descriptor, 200, 0).decode("utf-8", "replace").strip()
                raise Locked(path, holder) from None
        time.sleep(_LOOK_AGAIN)
