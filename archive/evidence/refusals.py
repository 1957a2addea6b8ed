"""Refusals: the closed list of reasons why a file is not taken, or not taken yet.

Each has its sentence, and the next thing to do, in the wording files, and its heading in docs/errors.md.
"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a dropped file is not in the archive."""

    EMPTY = "empty"
    TOO_LARGE = "too-large"
    UNSUPPORTED = "unsupported"
    NO_CONVERTER = "no-converter"
    PACKED = "packed"
    TOO_MANY_FILES = "too-many-files"
    MESSAGE = "message"
    SEALED = "sealed"
    RECORDING = "recording"
    PASSWORD = "password"  # noqa: S105 - the reason, not a secret
    BROKEN = "broken"
    TOO_MANY_PAGES = "too-many-pages"
    TOO_MANY_PIXELS = "too-many-pixels"
    READER_DIED = "reader-died"
    READER_SLOW = "reader-slow"
    TRAY_SHEET = "tray-sheet"
    LINK = "link"
    SPECIAL = "special"


class Waiting(StrEnum):
    """Why a dropped file stays where it is and is looked at again later."""

    UNSETTLED = "unsettled"
    BUSY = "busy"
    NO_PERMISSION = "no-permission"
    CHANGED = "changed"
    REMOVED = "removed"
    DISK_FULL = "disk-full"
    UNREADABLE = "unreadable"
