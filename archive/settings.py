"""Settings: ``archive.toml``, typed, with every fault in one message."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import msgspec

from archive.evidence.years import SchoolYear

NAME = "archive.toml"

PROCESSES = "processes"
"""What ``readers`` says when files are read by processes of this machine."""

Engine = Literal["tantivy", "whoosh"]
"""What keeps the search index; the second is for machines that the first cannot be installed on."""

_CLUSTER = re.compile(r"dask(\+tls)?://([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]):([1-9]\d{0,4})")


class Reading(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How documents are read, and the bounds that a hostile file meets."""

    jobs: int = 0
    languages: str = "vie"
    seconds_per_page: float = 30.0
    memory_mb: int = 2048
    max_pages: int = 3000
    max_megapixels: int = 120
    max_file_mb: int = 2048


class Drop(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """When a dropped file is whole: seconds without a change; more for one that cannot be read yet."""

    settle_seconds: float = 2.0
    doubt_seconds: float = 10.0


class Filing(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How numbers and years are given. ``box`` is "standard" (box n for standard n) or a box number."""

    box: str | int = "standard"
    school_year_starts: str = "08-01"


class Portal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where the portal listens."""

    host: str = "127.0.0.1"
    port: int = 8080


class CycleYears(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The first and last school year of an edition's cycle (chu kỳ), such as "2020-2021"."""

    edition: str
    first: str
    last: str


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``archive.toml``."""

    school: str = ""
    edition: str = "tt18-2018-thcs"
    other_editions: tuple[str, ...] = ()
    language: str = "vi"
    retention: str = "lower-secondary"
    readers: str = PROCESSES
    engine: Engine = "tantivy"
    reading: Reading = Reading()
    drop: Drop = Drop()
    filing: Filing = Filing()
    portal: Portal = Portal()
    cycles: tuple[CycleYears, ...] = ()

    def box_for(self, standard: int) -> int:
        """The box of a criterion's first piece, where the criterion is of this standard."""
        return standard if isinstance(self.filing.box, str) else self.filing.box

    def cycle(self, edition: str) -> tuple[SchoolYear, ...]:
        """The school years of an edition's cycle, in order; () where the settings do not say."""
        years = next((cycle for cycle in self.cycles if cycle.edition == edition), None)
        if years is None:
            return ()
        first, last = SchoolYear.parse(years.first), SchoolYear.parse(years.last)
        return tuple(SchoolYear(start) for start in range(first.start, last.start + 1))

    @property
    def year_starts(self) -> tuple[int, int]:
        """Month and day on which a school year starts."""
        month, day = self.filing.school_year_starts.split("-")
        return int(month), int(day)


class SettingsFault(Exception):
    """``archive.toml`` has faults; ``faults`` has one sentence for each."""

    def __init__(self, path: Path, faults: tuple[str, ...]) -> None:
        super().__init__(f"{path}: " + "; ".join(faults))
        self.path = path
        self.faults = faults


def load_settings(path: Path) -> Settings:
    """Read settings; what the file does not say keeps its default. Raises ``SettingsFault``."""
    try:
        table = tomllib.loads(path.read_text("utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise SettingsFault(path, (str(fault),)) from fault
    faults: list[str] = []
    settings: Settings = _convert(table, Settings, "", faults)
    faults.extend(_out_of_bounds(settings))
    if faults:
        raise SettingsFault(path, tuple(faults))
    return settings


def _convert(table: dict[str, Any], wanted: type[Any], prefix: str, faults: list[str]) -> Any:
    """Convert key by key, so that one fault does not hide the next; a faulty key keeps its default."""
    fields = {field.name: field.type for field in msgspec.structs.fields(wanted)}
    values: dict[str, Any] = {}
    for key, value in table.items():
        if key not in fields:
            faults.append(f"{prefix}{key}: no such setting")
        elif isinstance(fields[key], type) and issubclass(fields[key], msgspec.Struct):
            if isinstance(value, dict):
                values[key] = _convert(value, fields[key], f"{prefix}{key}.", faults)
            else:
                faults.append(f"{prefix}{key}: expected a table")
        else:
            try:
                values[key] = msgspec.convert(value, fields[key])
            except msgspec.ValidationError as fault:
                faults.append(f"{prefix}{key}: {fault}")
    return wanted(**values)


def _out_of_bounds(settings: Settings) -> list[str]:
    reading, drop = settings.reading, settings.drop
    bounds: tuple[tuple[str, float, float, float], ...] = (
        ("reading.jobs", reading.jobs, 0, 1024),
        ("reading.seconds_per_page", reading.seconds_per_page, 0.1, 3600),
        # With less the engine itself does not fit, and good files would be refused.
        ("reading.memory_mb", reading.memory_mb, 256, 1 << 20),
        ("reading.max_pages", reading.max_pages, 1, 100_000),
        ("reading.max_megapixels", reading.max_megapixels, 1, 10_000),
        ("reading.max_file_mb", reading.max_file_mb, 1, 1 << 20),
        ("drop.settle_seconds", drop.settle_seconds, 0, 3600),
        ("drop.doubt_seconds", drop.doubt_seconds, 0, 3600),
        ("portal.port", settings.portal.port, 1, 65535),
    )
    # Said this way round, a value that is no number (nan) is out of bounds too.
    faults = [
        f"{name}: must be between {least:g} and {most:g}"
        for name, value, least, most in bounds
        if not least <= value <= most
    ]
    if not re.fullmatch(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", settings.filing.school_year_starts):
        faults.append('filing.school_year_starts: must be a month and a day, such as "08-01"')
    box = settings.filing.box
    if not (box == "standard" or (isinstance(box, int) and 0 < box < 1000)):
        faults.append('filing.box: must be "standard" or a box number from 1 to 999')
    cluster = _CLUSTER.fullmatch(settings.readers)
    if settings.readers != PROCESSES and not (cluster and int(cluster[3]) < 1 << 16):
        faults.append(f'readers: must be "{PROCESSES}" or a Dask scheduler such as "dask://10.0.0.5:8786"')
    faults.extend(_of_cycles(settings))
    if settings.language not in ("vi", "en"):
        faults.append('language: must be "vi" or "en"')
    return faults


_MOST_YEARS = 10
"""Of one cycle; the regulations ask for five."""


def _of_cycles(settings: Settings) -> Iterator[str]:
    for years in settings.cycles:
        where = f"cycles: {years.edition}"
        if years.edition not in (settings.edition, *settings.other_editions):
            yield f"{where}: is not the edition of this archive, nor one of other_editions"
        try:
            count = len(settings.cycle(years.edition))
        except ValueError as fault:
            yield f"{where}: {fault}"
        else:
            if not 1 <= count <= _MOST_YEARS:
                yield f"{where}: must be 1 to {_MOST_YEARS} school years, from first to last"
    if len({settings.edition, *settings.other_editions}) <= len(settings.other_editions):
        yield "other_editions: names an edition twice"
