"""``archive register``: the register of evidence codes, in from a file and out to one."""

from collections.abc import Mapping
from pathlib import Path

from archive.commands.indexing import bring_up
from archive.console import Console, now, user
from archive.evidence.register import Finding, read_register, table_of
from archive.evidence.standards import Edition
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.lists.register import Plan, plan, rows_now
from archive.tables import comma, word, xlsx
from archive.tables.read import read_tables
from archive.tables.register_sheet import register_sheet
from archive.tables.table import TableFault

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
    register = read_register(tables, archive.cycles.editions)
    with archive.writing(now, user()) as registrar:
        made = plan(register, registrar.catalogue.shelf, archive.cycles, file.name)
        if made.events and not check:
            registrar.record(*made.events)
            if behind := bring_up(archive, registrar.catalogue):
                console.warn("index.behind", why=str(behind))
    units = {table.name: table.unit for table in tables}
    _tell(console, made, [_sentence(console, one, units) for one in made.findings], check)


def _tell(console: Console, made: Plan, sentences: list[str], check: bool) -> None:
    console.data(
        {
            "rows": made.rows,
            "new": made.new,
            "changed": made.changed,
            "same": made.same,
            "links": made.links,
            "written": not check,
            "findings": [
                {"kind": one.kind, "row": one.row, "table": one.table, "code": one.code, "sentence": sentence}
                for one, sentence in zip(made.findings, sentences, strict=True)
            ],
        }
    )
    for sentence in sentences:
        console.line(sentence)
    counts = {
        "rows": made.rows,
        "new": made.new,
        "changed": made.changed,
        "same": made.same,
        "links": made.links,
    }
    console.say("register.checked" if check else "register.imported", **counts)
    if made.findings:
        console.say("register.look", count=len(made.findings))


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
