"""A retention schedule (bảng thời hạn bảo quản): record classes with period, source and confidence.

A schedule is data, one TOML file; the packaged one is a start list which a school corrects in its own copy.
`load_schedule` reads a file and reports all its faults together.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta

Confidence = Literal["high", "medium", "low", "unverified"]
"""How sure a row is: low and unverified rows never let a document expire."""

_Line = Annotated[str, Meta(min_length=1)]
_Slug = Annotated[str, Meta(pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]


class RecordClass(msgspec.Struct, frozen=True):
    """One row: a class of records (nhóm hồ sơ) and how long it is kept.

    `years` counts from the end of the calendar year in which the work ended; None means permanent, or, in a
    row whose confidence is unverified, that the period is not known. `types` are document types in lower-case
    Vietnamese; a class without types is reached only as the schedule's default.
    """

    id: str
    name: str
    years: int | None
    types: tuple[str, ...]
    source: str
    confidence: Confidence
    note: str = ""

    @property
    def trusted(self) -> bool:
        """True where the row is sure enough to name a year or permanence by."""
        return self.confidence in ("high", "medium")


class Schedule(msgspec.Struct, frozen=True):
    """A retention schedule (bảng thời hạn bảo quản). `default` is the id of the class for all unlisted types.

    `cycle_years` is the accreditation cycle, the shortest time any evidence is kept whatever its row says.
    `checked` says who compared the rows with the official text, and when; empty: nobody has.
    """

    id: str
    name: str
    instrument: str
    default: str
    classes: tuple[RecordClass, ...]
    cycle_years: int = 5
    checked: str = ""

    def record_class(self, id: str) -> RecordClass | None:
        """The class of that id, or None."""
        return next((record for record in self.classes if record.id == id), None)

    def listed(self, type: str | None) -> RecordClass | None:
        """The class that names this document type, in any case and Unicode form; None when no class does."""
        if type is None:
            return None
        wanted = fold(type)
        return next((record for record in self.classes if wanted in map(fold, record.types)), None)

    def of_type(self, type: str | None) -> RecordClass:
        """The class for a document type; the default class when the type is unknown or not listed.

        Raises KeyError when the default names no class (a loaded schedule never does that).
        """
        found = self.listed(type) or self.record_class(self.default)
        if found is None:
            raise KeyError(self.default)
        return found


class _Row(msgspec.Struct, forbid_unknown_fields=True):
    id: _Slug
    name: _Line
    years: Annotated[int, Meta(ge=1, le=100)] | Literal["vĩnh viễn", "chưa rõ"]  # permanent, not known
    source: _Line
    confidence: Confidence
    types: tuple[_Line, ...] = ()
    note: str = ""


class _Top(msgspec.Struct, forbid_unknown_fields=True):
    id: _Slug
    name: _Line
    instrument: _Line
    default: _Slug
    classes: Annotated[tuple[dict[str, Any], ...], Meta(min_length=1)]
    # Evidence is kept through the cycle; a school may lengthen that, never shorten it.
    cycle_years: Annotated[int, Meta(ge=5, le=100)] = 5
    checked: str = ""


@lru_cache(maxsize=4096)  # a year end compares each holding's type with every type of the schedule
def fold(type: str) -> str:
    """A document type as it is compared: NFC, lower case, single spaces."""
    lowered = unicodedata.normalize("NFC", type).casefold()
    return " ".join(unicodedata.normalize("NFC", lowered).split())


def load_schedule(id: str, extra: Path | None = None) -> Schedule:
    """The schedule of that id: the school's own `<extra>/<id>.toml` if it exists, else the packaged one.

    Raises ValueError for an unknown id, or naming the file and listing every fault found in it.
    """
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", id):
        raise ValueError(f"a schedule id is lower-case letters, digits and hyphens, not {id!r}")
    own = extra / f"{id}.toml" if extra is not None else None
    if own is not None and own.is_file():
        return parse_schedule(own.read_bytes(), id, str(own))
    packaged = files("retention") / "schedules" / f"{id}.toml"
    if not packaged.is_file():
        raise ValueError(f"there is no retention schedule {id!r}" + (f", nor a file {own}" if own else ""))
    return parse_schedule(packaged.read_bytes(), id, f"{id}.toml")


def parse_schedule(data: bytes, id: str, name: str) -> Schedule:
    """A schedule from the bytes of its TOML file; `name` is how the file is called in the ValueError."""
    try:
        # Notepad puts a byte-order mark before the text, and a Mac may save the marks apart from the letters.
        content = msgspec.toml.decode(unicodedata.normalize("NFC", data.decode("utf-8-sig")))
    except (UnicodeDecodeError, msgspec.DecodeError) as error:
        raise ValueError(f"{name}: not readable as TOML in UTF-8: {error}") from error
    faults = list(_field_faults(content, _Top, ""))
    tables = content.get("classes")
    sound: list[_Row] = []
    for number, table in enumerate(tables if isinstance(tables, list) else (), start=1):
        if not isinstance(table, dict):
            continue  # already a fault of `classes`
        found = list(_field_faults(table, _Row, f"class {number} ({table.get('id', 'no id')}): "))
        faults += found
        if not found:
            sound.append(msgspec.convert(table, _Row))
    faults += _cross_faults(content, sound, id)
    if faults:
        raise ValueError(f"{name}: {len(faults)} fault(s)\n" + "\n".join(f"- {fault}" for fault in faults))
    return _built(msgspec.convert(content, _Top), sound)


def _field_faults(table: Mapping[str, Any], kind: type[msgspec.Struct], where: str) -> Iterable[str]:
    """Every fault of one table; field by field, because converting the whole would stop at the first."""
    fields = {field.name: field for field in msgspec.structs.fields(kind)}
    for key in table:
        if key not in fields:
            yield f"{where}unknown key {key!r}"
    for key, field in fields.items():
        if key not in table:
            if field.required:
                yield f"{where}{key} is missing"
            continue
        try:
            msgspec.convert(table[key], field.type)
        except msgspec.ValidationError as error:
            yield f"{where}{key}: {error}"


def _cross_faults(content: Mapping[str, Any], sound: Iterable[_Row], id: str) -> Iterable[str]:
    """Faults between fields or rows, each of which is sound by itself."""
    if content.get("id", id) != id:
        yield f"id is {content['id']!r}, but the file is called {id!r}"
    ids: set[str] = set()
    owner: dict[str, str] = {}
    for row in sound:
        if row.id in ids:
            yield f"class {row.id}: the id is used twice"
        ids.add(row.id)
        if row.years == "chưa rõ" and row.confidence != "unverified":
            yield f"class {row.id}: years is {row.years!r}, so confidence must be 'unverified'"
        for type in map(fold, row.types):
            if type in owner:
                yield f"class {row.id}: type {type!r} is already in class {owner[type]}"
            owner.setdefault(type, row.id)
    if "default" in content and content["default"] not in ids:
        yield f"default {content['default']!r} is the id of no sound class"


def _built(top: _Top, rows: Iterable[_Row]) -> Schedule:
    classes = tuple(
        RecordClass(
            id=row.id,
            name=row.name,
            years=row.years if isinstance(row.years, int) else None,
            types=tuple(map(fold, row.types)),
            source=row.source,
            confidence=row.confidence,
            note=row.note,
        )
        for row in rows
    )
    return Schedule(top.id, top.name, top.instrument, top.default, classes, top.cycle_years, top.checked)
