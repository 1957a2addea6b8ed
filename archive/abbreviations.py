"""Abbreviations (chữ viết tắt) and what they say: those of the program, and a school's own beside them."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

import msgspec

NAME = "abbreviations.toml"

Pairs = tuple[tuple[str, str], ...]
"""(short form, what it says), as they are written, sorted by the short form."""


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    abbreviations: dict[str, str]


@cache
def shipped() -> Pairs:
    """The abbreviations that come with the program."""
    return _sorted(_read((files("archive") / NAME).read_text("utf-8"), NAME))


def load_abbreviations(folder: Path) -> Pairs:
    """Those of the program, with the lines of ``<folder>/abbreviations.toml`` in their place.

    ``ValueError`` when that file has faults, naming it.
    """
    path = folder / NAME
    try:
        own = _read(path.read_text("utf-8-sig"), str(path))
    except FileNotFoundError:
        return shipped()
    except UnicodeDecodeError as fault:
        raise ValueError(f"{path}: {fault}") from fault
    return _sorted(dict(shipped()) | own)


def _read(text: str, name: str) -> dict[str, str]:
    try:
        return msgspec.convert(tomllib.loads(text), _File).abbreviations
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as fault:
        raise ValueError(f"{name}: {fault}") from fault


def _sorted(table: dict[str, str]) -> Pairs:
    return tuple(sorted((short, long) for short, long in table.items() if long.strip()))
