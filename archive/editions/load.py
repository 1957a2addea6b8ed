"""Reading an edition from its TOML: the one shipped with the program, or a school's corrected copy of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TypeVar

import msgspec

from archive.evidence.codes import CodeStyle, CriterionId, EvidenceCode
from archive.evidence.standards import (
    Citation,
    Criterion,
    Edition,
    Indicator,
    RegisterForm,
    Requirement,
    Standard,
)

LEVELS = (1, 2, 3)
"""The levels (mức) that indicators have; level 4 is asked of the school as a whole."""

_OLDEST = "tt18-2018-thcs"
"""A copy made before editions said how register and citations look was a copy of this one."""

Table = Mapping[str, object]
Shape = TypeVar("Shape", bound=msgspec.Struct)


def edition_ids(extra: Path | None = None) -> tuple[str, ...]:
    """The ids that ``load_edition`` takes, sorted; those of the folder ``extra`` among them."""
    return tuple(sorted({name.removesuffix(".toml") for name in _files(extra)}))


def load_edition(id: str, extra: Path | None = None) -> Edition:
    """The edition of that id: ``<extra>/<id>.toml`` where it exists, else the one shipped.

    ValueError when there is none, or when the file has faults: one message with a line for each of them.
    """
    file = _files(extra).get(f"{id}.toml")
    if file is None:
        raise ValueError(f"no edition {id!r}; there are: {', '.join(edition_ids(extra))}")
    faults: list[str] = []
    edition = _edition(_with_forms(_decoded(file), id), id, faults)
    if edition is None or faults:
        raise ValueError("\n".join([f"{file}: {len(faults)} fault(s)", *(f"- {fault}" for fault in faults)]))
    return edition


def _files(extra: Path | None) -> dict[str, Traversable]:
    folders: list[Traversable] = [resources.files("archive.editions")]
    if extra is not None and extra.is_dir():
        folders.append(extra)
    return {file.name: file for folder in folders for file in folder.iterdir() if file.name.endswith(".toml")}


def _decoded(file: Traversable) -> Table:
    """The file's tables. A byte order mark and decomposed letters, as some editors leave them, are mended."""
    try:
        text = unicodedata.normalize("NFC", file.read_bytes().decode("utf-8-sig"))
        return msgspec.toml.decode(text, type=dict[str, object])
    except ValueError as error:
        raise ValueError(f"{file}: not readable as TOML in UTF-8: {error}") from error


def _with_forms(table: Table, id: str) -> Table:
    """The tables; an old copy that lacks ``register`` or ``citation`` has those of the shipped edition."""
    lacking = {"register", "citation"} - table.keys()
    if not lacking:
        return table
    shipped = _files(None)
    like = _decoded(shipped.get(f"{id}.toml", shipped[f"{_OLDEST}.toml"]))
    return {**{key: like[key] for key in lacking}, **table}


def _edition(table: Table, id: str, faults: list[str]) -> Edition | None:
    standards = tuple(_standards(table, faults))
    level_four = tuple(_requirements(table, faults))
    if table.get("id", id) != id:
        faults.append(f"edition: id is {table['id']!r}, but the file is named {id}.toml")
    return _read(
        Edition,
        table,
        "edition",
        faults,
        code_style=_code_style(table, faults),
        standards=tuple(sorted(standards, key=lambda standard: standard.number)),
        level_four=tuple(sorted(level_four, key=lambda requirement: requirement.number)),
        register=_register(table, faults),
        citation=_read(Citation, table["citation"], "citation", faults),
    )


def _code_style(table: Table, faults: list[str]) -> CodeStyle | None:
    if "code_style" not in table:
        return None
    style = _read(CodeStyle, table["code_style"], "code_style", faults)
    if style is None:
        return None
    sample = EvidenceCode(CriterionId(1, 10), 2, 10 if style.has_box else None)
    try:
        printings = (style.plain_of(sample), style.printed_of(sample))
        misread = [text for text in printings if style.parse(text) != sample]
    except (ValueError, LookupError, AttributeError, TypeError, re.error) as error:
        faults.append(f"code_style: templates and pattern do not work: {type(error).__name__}: {error}")
        return None
    faults.extend(f"code_style: {text!r} is not read back as it was printed" for text in misread)
    return style


def _register(table: Table, faults: list[str]) -> RegisterForm | None:
    form = _read(RegisterForm, table["register"], "register", faults)
    if form is None:
        return None
    faults.extend(
        f"register: no column for {field}" for field in ("code", "title") if form.place(field) is None
    )
    _no_twins("register: column for", (column.field for column in form.columns), faults)
    _no_twins("register: heading", (column.heading.casefold().strip() for column in form.columns), faults)
    faults.extend("register: a heading is empty" for column in form.columns if not column.heading.strip())
    return form


def _standards(table: Table, faults: list[str]) -> Iterator[Standard]:
    numbers: list[object] = []
    ids: list[CriterionId] = []
    for place, item in _tables(table, "standards", "edition", faults):
        where = f"standard {item.get('number', place)}"
        numbers.append(item.get("number"))
        criteria = tuple(_criteria(item, where, table, faults))
        ids += [criterion.id for criterion in criteria]
        ordered = tuple(sorted(criteria, key=lambda criterion: criterion.id))
        standard = _read(Standard, item, where, faults, criteria=ordered)
        if standard is None:
            continue
        faults.extend(
            f"criterion {criterion.id}: stands under standard {standard.number}"
            for criterion in criteria
            if criterion.id.standard != standard.number
        )
        yield standard
    _no_twins("standard", numbers, faults)
    _no_twins("criterion", ids, faults)


def _criteria(standard: Table, where: str, edition: Table, faults: list[str]) -> Iterator[Criterion]:
    for place, item in _tables(standard, "criteria", where, faults):
        label = f"criterion {item['id']}" if "id" in item else f"{where}, criterion in place {place}"
        indicators = tuple(_indicators(item, label, faults))
        # Where a criterion says nothing of its own, the edition's source and confidence hold.
        inherited = {key: edition[key] for key in ("source", "confidence") if key in edition}
        given = {"id": _criterion_id(item, label, faults), "indicators": indicators}
        criterion = _read(Criterion, {**inherited, **item}, label, faults, **given)
        if criterion is not None:
            yield criterion


def _criterion_id(criterion: Table, where: str, faults: list[str]) -> CriterionId | None:
    if "id" not in criterion:
        return None
    written = criterion["id"]
    if not isinstance(written, str):
        faults.append(f'{where}: id must stand in quotes, as in "1.10": as a number 1.10 would be 1.1')
        return None
    try:
        return CriterionId.parse(written)
    except ValueError as error:
        faults.append(f"{where}: {error}")
        return None


def _indicators(criterion: Table, where: str, faults: list[str]) -> Iterator[Indicator]:
    seen: list[str] = []
    for place, item in _tables(criterion, "indicators", where, faults):
        level, letter = item.get("level", "?"), item.get("letter")
        label = f"{where}, indicator in place {place}"
        seen.append(f"{level}{letter or ''}")
        if isinstance(level, int) and level not in LEVELS:
            faults.append(f"{label}: unknown level {level!r}; there are {', '.join(map(str, LEVELS))}")
        usual = {"letter": None, "five_years": False, "yearly": False}
        indicator = _read(Indicator, {**usual, **item}, label, faults)
        if indicator is not None:
            yield indicator
    _no_twins(f"{where}: indicator", seen, faults)


def _requirements(table: Table, faults: list[str]) -> Iterator[Requirement]:
    numbers: list[object] = []
    for place, item in _tables(table, "level_four", "edition", faults):
        numbers.append(item.get("number"))
        label = f"level_four {item.get('number', place)}"
        requirement = _read(Requirement, {"five_years": False, **item}, label, faults)
        if requirement is not None:
            yield requirement
    _no_twins("level_four", numbers, faults)


def _tables(table: Table, key: str, where: str, faults: list[str]) -> Iterator[tuple[int, Table]]:
    """The tables of a list, each with its place from 1; a key that is missing is for ``_read`` to report."""
    items = table.get(key, [])
    # An instrument without a level 4 says so: level_four = [].
    if not isinstance(items, list) or (key in table and not items and key != "level_four"):
        faults.append(f"{where}: {key} must be a list with something in it")
        return
    for place, item in enumerate(items, start=1):
        if isinstance(item, dict):
            yield place, item
        else:
            faults.append(f"{where}: {key} must hold tables, but in place {place} is {item!r}")


def _read(shape: type[Shape], table: object, where: str, faults: list[str], **given: object) -> Shape | None:
    """The table as a value of the shape, or None with every fault of it noted.

    ``given`` are fields already read by other functions, which noted their faults themselves.
    """
    if not isinstance(table, dict):
        faults.append(f"{where}: must be a table")
        return None
    fields = {field.name: field for field in msgspec.structs.fields(shape)}
    own = [f"{where}: unknown key {key}" for key in table if key not in fields]
    values: dict[str, object] = {}
    for name, field in fields.items():
        if name not in table:
            own += [f"{where}: {name} is missing"] if field.required else []
        elif name in given:
            values[name] = given[name]
        else:
            try:
                values[name] = msgspec.convert(table[name], field.type)
            except msgspec.ValidationError as error:
                own.append(f"{where}: {name}: {error}")
    faults.extend(own)
    return None if own or None in given.values() else shape(**values)


def _no_twins(what: str, ids: Iterable[object], faults: list[str]) -> None:
    counted = Counter(str(id) for id in ids if id is not None)
    faults.extend(f"{what} {id} stands there {times} times" for id, times in counted.items() if times > 1)
