"""Failures: the closed list of what can end a command, each with its exit status and the next thing to do.

The sentences are in the wording under ``failure.``; docs/errors.md has a heading for each status.
"""

import errno
import sqlite3
from enum import IntEnum

from archive.access.store import AccountsUnreadable
from archive.catalogue import CatalogueMissing
from archive.evidence.events import UnknownEvent
from archive.home import HomeExists, NotAHome
from archive.index.faults import IndexBusy, IndexUnusable
from archive.ingest.faults import ClusterDiffers, ClusterLost, ClusterMissing
from archive.projection import EditionMissing
from archive.settings import SettingsFault
from storage.ledger import BrokenChain
from storage.lock import Locked


class Exit(IntEnum):
    """Exit statuses of the command line."""

    DONE = 0
    FAULT = 1
    USAGE = 2
    NO_ARCHIVE = 3
    SETTINGS = 4
    NOT_FOUND = 5
    IN_USE = 6
    DISK_FULL = 7
    CHAIN_BROKEN = 8
    LACKING = 9
    FINDINGS = 10
    REFUSED = 11
    WAITING = 12
    TOO_NEW = 13


class Failure(Exception):
    """A command cannot go on. ``key`` names the sentence ``failure.<key>``, ``values`` fill it."""

    def __init__(self, status: Exit, key: str, **values: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.values = values


def failure_of(error: Exception) -> Failure | None:
    """The failure that an error from below stands for; None for one that is a fault of this program."""
    match error:
        case Failure():
            return error
        case NotAHome():
            return Failure(Exit.NO_ARCHIVE, "not-a-home", path=error)
        case HomeExists():
            return Failure(Exit.USAGE, "home-exists", path=error)
        case SettingsFault():
            return Failure(Exit.SETTINGS, "settings", path=error.path, faults="\n".join(error.faults))
        case EditionMissing():
            return Failure(Exit.SETTINGS, "edition-missing", code=error)
        case Locked():
            return Failure(Exit.IN_USE, "locked", holder=error.holder)
        case BrokenChain():
            return Failure(Exit.CHAIN_BROKEN, "chain-broken", where=error)
        case UnknownEvent():
            return Failure(Exit.TOO_NEW, "too-new", why=error)
    return _of_a_cluster(error) or _of_the_system(error)


def _of_a_cluster(error: Exception) -> Failure | None:
    match error:
        case ClusterMissing():
            return Failure(Exit.LACKING, "cluster-missing", address=error.address)
        case ClusterDiffers():
            return Failure(Exit.LACKING, "cluster-differs", worker=error.address, why=error.why)
        case ClusterLost():
            return Failure(Exit.LACKING, "cluster-lost", address=error.address, why=error.why)
    return None


def _of_the_system(error: Exception) -> Failure | None:
    """Faults of what is derived, of the disk and of rights."""
    match error:
        case AccountsUnreadable():
            return Failure(Exit.FAULT, "accounts-unreadable", why=error)
        case CatalogueMissing():
            return Failure(Exit.LACKING, "catalogue-missing")
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return Failure(Exit.DISK_FULL, "disk-full")
        case sqlite3.OperationalError() if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL:
            return Failure(Exit.DISK_FULL, "disk-full")
        case sqlite3.Error() | IndexUnusable():
            return Failure(Exit.LACKING, "derived-damaged", why=error)
        case IndexBusy():
            return Failure(Exit.IN_USE, "locked", holder=error)
        case PermissionError():
            return Failure(Exit.FAULT, "no-permission", path=error.filename)
        case OSError():
            return Failure(Exit.FAULT, "system", why=error)
    return None
