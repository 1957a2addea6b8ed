"""File names that survive any disk: Windows, macOS, a USB stick, a zip, and a bag's manifest.

Vietnamese stays as it is (NFC); only what some system refuses is replaced.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import count

MINIMUM = 32
"""The smallest limit in bytes: room for a name, a number and an ending."""

# The percent sign is legal on every disk. It goes because RFC 8493 (2.1.3) has it written %25 in a manifest,
# which bagit.py 1.9 does not turn back: such a file is present to one reader and missing to the other. CR and
# LF, the other two that the RFC encodes, are control characters and go with them. A name made here is
# therefore spelled the same encoded and plain, and needs no encoding.
_REFUSED = re.compile(r'[<>:"/\\|?*%]')
_ENDING = re.compile(r"\.[A-Za-z0-9]{1,10}$")
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", "conin$", "conout$"]
    + [port + digit for port in ("com", "lpt") for digit in "0123456789¹²³"]
)


def safe_name(text: str, limit: int = 120) -> str:
    """One path component made from any text: at most `limit` bytes of UTF-8, NFC, never empty, never hidden.

    Characters that Windows refuses, slashes and % become a hyphen; control and invisible characters go;
    spaces are single; device names (CON, LPT1 …) get an underscore before them; a file ending outlives the
    shortening. Making a safe name safe changes nothing. Raises ValueError for a limit below MINIMUM.
    """
    if limit < MINIMUM:
        raise ValueError(f"limit is {limit} bytes; it must be at least {MINIMUM}")
    visible = "".join(
        " " if char.isspace() else char
        for char in text
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    plain = " ".join(_REFUSED.sub("-", unicodedata.normalize("NFC", visible)).split())
    name = plain.lstrip(" .~").rstrip(" .") or "_"
    if name.split(".", 1)[0].rstrip().casefold() in _DEVICES:
        name = f"_{name}"
    return _shortened(name, "", limit)


def safe_paths(paths: Iterable[str], limit: int = 120) -> tuple[str, ...]:
    """Relative POSIX paths made safe, one for each given and in the same order, no two alike.

    Alike means equal where case is ignored, or a file standing where another path has a folder; the later
    one gets " (2)", " (3)" … before its ending. Safe and distinct paths come back unchanged. Raises
    ValueError for a path that is empty, absolute, or has a component that is empty, "." or "..".
    """
    split = tuple(_components(path, limit) for path in paths)
    spelling: dict[str, str] = {}
    for components in split:
        for depth in range(1, len(components)):
            folder = "/".join(components[:depth])
            spelling.setdefault(_key(folder), components[depth - 1])
    taken = set(spelling)
    found = []
    for *folders, name in split:
        # A folder keeps the spelling it was first met with, or Windows and Linux would show different trees.
        parents = [spelling[_key("/".join(folders[: depth + 1]))] for depth in range(len(folders))]
        path = next(path for path in _candidates(parents, name, limit) if _key(path) not in taken)
        taken.add(_key(path))
        found.append(path)
    return tuple(found)


def _components(path: str, limit: int) -> tuple[str, ...]:
    parts = path.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"not a plain relative path: {path!r}")
    return tuple(safe_name(part, limit) for part in parts)


def _candidates(parents: list[str], name: str, limit: int) -> Iterable[str]:
    yield "/".join([*parents, name])
    for number in count(2):
        yield "/".join([*parents, _shortened(name, f" ({number})", limit)])


def _shortened(name: str, mark: str, limit: int) -> str:
    """The name with a mark put before its ending, cut between two characters so as to fit the limit."""
    found = _ENDING.search(name)
    tail = mark + (found.group() if found else "")
    stem = name[: found.start()] if found else name
    room = limit - len(tail.encode())
    if len(stem.encode()) <= room:
        return stem + tail
    return stem.encode()[:room].decode(errors="ignore").rstrip(" .") + tail


def _key(path: str) -> str:
    return unicodedata.normalize("NFC", path.casefold())
