"""``archive register``: the register of evidence codes, in from a file and out to one, and rows struck."""

from collections.abc import Mapping
from pathlib import Path
from typing import NoReturn

from archive.commands.indexing import bring_up
from archive.console import Console, now, user
from archive.editions.load import edition_ids, load_edition
from archive.evidence import events
from archive.evidence.register import Finding, Register, Source, read_register, table_of
from archive.evidence.standards import Edition
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.ingest.deciding import file_what_is_sure
from archive.lists.register import Plan, plan, rows_now
from archive.tables import comma, word, xlsx
from archive.tables.read import read_tables
from archive.tables.register_sheet import register_sheet
from archive.tables.table import TableFault
from archive.wording import load_wording

SUFFIXES = (".xlsx", ".docx", ".csv")
"""What the register is written as."""


def take_in(console: Console, archive: Archive, file: Path, check: bool) -> None:
    """Import a file: its rows become the register's; every doubt is listed with its row."""
    if not file.is_file():
        raise Failure(Exit.NOT_FOUND, "no-file", path=file)
    try:
        tables = read_tables(file)
    except TableFault as fault:
        why = console.wording.say(f"table_fault.{fault.key}", **fault.values)
        raise Failure(Exit.REFUSED, "refused", path=file, why=why) from fault
    units = {table.name: table.unit for table in tables}
    register = read_register(tables, archive.cycles.editions, _others(archive))
    if not register.rows:
        _refuse(console, file, register, units)
    with archive.writing(now, user()) as registrar:
        made = plan(
            register,
            registrar.catalogue.shelf,
            archive.cycles,
            lambda source: f"{file.name}, {_kept_place(source, units)}",
        )
        filed: tuple[events.Filed, ...] = ()
        if not check:
            registrar.record(*made.events)
            # What came before its register waits in the tray.
            filed = file_what_is_sure(registrar)
            if behind := bring_up(archive, registrar.catalogue):
                console.warn("index.behind", why=str(behind))
    sentences = [_sentence(console, one, units) for one in made.findings]
    _tell(console, made, sentences, register.not_taken, check, filed)


def _others(archive: Archive) -> tuple[Edition, ...]:
    """The editions shipped that the archive does not work with."""
    known = {edition.id for edition in archive.cycles.editions}
    return tuple(load_edition(id) for id in edition_ids() if id not in known)


def _refuse(console: Console, file: Path, register: Register, units: Mapping[str, str]) -> NoReturn:
    """Nothing can be taken: every finding for a person, and the one that tells most as the failure."""
    for one in register.findings:
        console.line(_sentence(console, one, units))
    unknown = (one for one in register.findings if one.kind == "code-unknown-edition")
    most = next(unknown, next(iter(register.findings), Finding("nothing-found")))
    why = " ".join(_sentence(console, most, units).split())
    raise Failure(Exit.REFUSED, "register-nothing", path=file, why=why)


def _kept_place(source: Source, units: Mapping[str, str]) -> str:
    """Where a row stood, for the history: that is kept, so it is in Vietnamese whoever imports."""
    key = f"register_place.{units.get(source.table, 'table')}"
    said = load_wording("vi").say(key, table=source.table, row=source.row)
    return said[0].lower() + said[1:]


def strike(console: Console, archive: Archive, code: str, check: bool) -> None:
    """Strike a row from the register; the papers under its code stay, and the code is not given again."""
    try:
        plain = archive.cycles.parse(code).plain
    except ValueError as fault:
        raise Failure(Exit.NOT_FOUND, "no-piece", code=code) from fault
    with archive.writing(now, user()) as registrar:
        row = registrar.catalogue.shelf.registered(plain)
        if row is None:
            raise Failure(Exit.USAGE, "not-registered", code=plain)
        if not check:
            registrar.record(events.Struck(plain))
            if behind := bring_up(archive, registrar.catalogue):
                console.warn("index.behind", why=str(behind))
    console.data({"code": plain, "title": row.title, "written": not check})
    console.say("register.strike_checked" if check else "register.struck", code=plain, title=row.title)


def _tell(
    console: Console,
    made: Plan,
    sentences: list[str],
    not_taken: int,
    check: bool,
    filed: tuple[events.Filed, ...],
) -> None:
    counts = {name: getattr(made, name) for name in ("rows", "new", "changed", "same", "links")}
    found = zip(made.findings, sentences, strict=True)
    console.data(
        {
            **counts,
            "not_taken": not_taken,
            "written": not check,
            "filed": [
                {"document": one.document, "code": one.code, "title": one.title, "reason": one.reason}
                for one in filed
            ],
            "findings": [
                {"kind": one.kind, "row": one.row, "table": one.table, "code": one.code, "sentence": sentence}
                for one, sentence in found
            ],
        }
    )
    for sentence in sentences:
        console.line(sentence)
    console.say("register.checked" if check else "register.imported", **counts)
    if made.findings:
        console.say("register.look", count=len(made.findings))
    if not_taken:
        console.say("register.not_taken", n=not_taken)
    for each in filed:
        why = console.wording.say(f"outcome.filed_why_{each.reason}")
        console.say("register.filed", title=each.title, code=each.code, why=why)
    if filed:
        console.say("register.filed_count", count=len(filed))


def _sentence(console: Console, one: Finding, units: Mapping[str, str]) -> str:
    say, values = console.wording.say, one.words
    for name, table in (("reason", "doubt"), ("field", "register_field")):
        if f"{table}.{values.get(name)}" in console.wording.sentences:
            values[name] = say(f"{table}.{values[name]}")
    text = say(f"register_finding.{one.kind}", **values)
    if one.row is None:
        return text
    place = say(f"register_place.{units.get(one.table, 'table')}", table=one.table, row=one.row)
    return f"{place}: {text}"


def give_out(console: Console, archive: Archive, file: Path, edition_id: str | None) -> None:
    """Export the register in its edition's official form; an existing file is never written over."""
    edition = _edition(archive, edition_id)
    suffix = file.suffix.lower()
    if suffix not in SUFFIXES:
        raise Failure(Exit.USAGE, "register-suffix", path=file, known=", ".join(SUFFIXES))
    if file.exists():
        raise Failure(Exit.USAGE, "file-exists", path=file)
    if not file.absolute().parent.is_dir():
        raise Failure(Exit.NOT_FOUND, "no-folder", path=file.absolute().parent)
    with archive.up_to_date_catalogue(now, user()) as catalogue:
        rows = rows_now(catalogue.shelf, edition)
    printed = table_of(rows, edition)
    total = console.wording.say("register.total", count=len(rows))
    if suffix == ".csv":
        comma.write(file, printed.headings, printed.rows)
    else:
        sheet = register_sheet(printed, edition, archive.settings.school, total)
        if suffix == ".xlsx":
            xlsx.write(file, (sheet,))
        else:
            word.write(file, sheet)
    console.data({"file": str(file), "edition": edition.id, "rows": len(rows)})
    console.say("register.exported", count=len(rows), path=file)


def _edition(archive: Archive, id: str | None) -> Edition:
    found = archive.cycles.edition(id) if id else archive.edition
    if found is None:
        known = ", ".join(edition.id for edition in archive.cycles.editions)
        raise Failure(Exit.USAGE, "no-edition", edition=id, known=known)
    return found
