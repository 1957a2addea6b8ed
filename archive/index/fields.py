"""The fields of a question (trường): names that people type before a colon, as ``fields.toml`` has them."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import get_args

import msgspec

from archive.index.analysis import word_keys
from archive.index.query import Field

RANGED: tuple[Field, ...] = ("date", "school_year", "standard", "criterion", "box")
"""Fields whose values stand in an order, so that a range of them means something."""


class Fields(msgspec.Struct, frozen=True):
    """Both tables by their names, without marks, blanks and capitals."""

    names: dict[str, Field]
    origins: dict[str, str]


@cache
def load_fields() -> Fields:
    """The names of the fields. ``ValueError`` for a name that two fields bear."""
    table = tomllib.loads((files("archive.index") / "fields.toml").read_text("utf-8"))
    origins = {bare(name): origin for origin, names in table.pop("origins").items() for name in names}
    found: dict[str, Field] = {}
    for field, names in msgspec.convert(table, dict[Field, tuple[str, ...]]).items():
        for name in map(bare, names):
            if found.setdefault(name, field) != field:
                raise ValueError(f"fields.toml: {name} names {found[name]} and {field}")
    if missing := set(get_args(Field)) - set(found.values()):
        raise ValueError(f"fields.toml: no name for {', '.join(sorted(missing))}")
    return Fields(found, origins)


def bare(name: str) -> str:
    """A name as the tables are asked for it: ``Tiêu chí`` is ``tieuchi``."""
    return "".join(folded for _, folded in word_keys(name))
