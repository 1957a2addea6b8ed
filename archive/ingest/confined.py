"""Confined: run a program that ends with its parent and, where the system allows, has no network.

Run as a file of its own, ``python -I confined.py SECONDS LIBRARY PROGRAM ARGUMENT...``, it becomes that
program, which may use a processor for so many seconds, and has that library loaded before its own unless the
name is empty. It imports nothing of ours. Between fork and exec of a process with threads none of this could
be done safely.
"""

import ctypes
import os
import resource
import signal
import sys
from contextlib import suppress
from pathlib import Path

_NEW_USER, _NEW_NETWORK = 0x1000_0000, 0x4000_0000
_END_WITH_PARENT, _NO_NEW_RIGHTS = 1, 38


def _leave_network(system: ctypes.CDLL) -> None:
    user, group = os.geteuid(), os.getegid()
    if system.unshare(_NEW_USER | _NEW_NETWORK) != 0:
        # Some containers forbid it. The program's own settings forbid it to look anything up as well.
        return
    with suppress(OSError):
        Path("/proc/self/setgroups").write_text("deny", "ascii")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1", "ascii")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1", "ascii")


if __name__ == "__main__":
    parent = os.getppid()
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        _leave_network(system)
        system.prctl(_NO_NEW_RIGHTS, 1, 0, 0, 0)
        system.prctl(_END_WITH_PARENT, signal.SIGKILL, 0, 0, 0)
    seconds, library, *command = sys.argv[1:]
    _, highest = resource.getrlimit(resource.RLIMIT_CPU)
    most = int(seconds) if highest == resource.RLIM_INFINITY else min(int(seconds), highest)
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    if library:
        os.environ["LD_PRELOAD"] = library
    if os.getppid() == parent:
        os.execv(command[0], command)  # noqa: S606 - to become it is what this is for
