"""The command line: one thin function a command. Texts are in the wording, statuses in docs/errors.md."""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from archive import cli_access
from archive.arguments import (
    Also,
    Code,
    CodeOrDigest,
    Document,
    Edition,
    File,
    Home,
    Jobs,
    Json,
    Lang,
    Undo,
    Xlsx,
)
from archive.arguments import console_for as _console
from archive.console import open_archive, run
from archive.failures import Exit, Failure
from archive.home import NotAHome

app = typer.Typer(add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False)


@app.command()
def init(
    directory: Annotated[Path, typer.Argument(metavar="DIR")],
    edition: Annotated[str, typer.Option("--edition", metavar="ID")] = "tt18-2018-thcs",
    school: Annotated[str, typer.Option("--school", metavar="NAME")] = "",
    lang: Lang = None,
) -> None:
    from archive.commands import init as command

    command.run(_console(lang), directory, edition, school)


@app.command()
def doctor(home: Home = None, lang: Lang = None, json: Json = False) -> None:
    from archive.commands import doctor as command

    try:
        archive = open_archive(home)
    except NotAHome:
        if home:
            raise
        archive = None
    raise typer.Exit(command.run(_console(lang, archive, json), archive))


@app.command()
def read(file: File, lang: Lang = None, json: Json = False) -> None:
    from archive.commands import read as command

    command.run(_console(lang, None, json), file)


@app.command()
def ingest(
    once: Annotated[bool, typer.Option("--once/--watch")] = True,
    jobs: Jobs = 0,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import ingest as command

    if json and not once:
        raise Failure(Exit.USAGE, "json-watch")
    archive = open_archive(home)
    raise typer.Exit(command.run(_console(lang, archive, json), archive, jobs, once))


@app.command()
def search(
    query: Annotated[list[str], typer.Argument(metavar="QUERY")],
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=1000)] = 20,
    sort: Annotated[Literal["relevance", "date", "code"], typer.Option("--sort")] = "relevance",
    also: Also = None,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import search as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, also or [], " ".join(query), limit, sort)


@app.command()
def show(name: CodeOrDigest, home: Home = None, lang: Lang = None, json: Json = False) -> None:
    from archive.commands import show as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, name)


@app.command("file")
def file_(
    document: Document,
    code: Code,
    title: Annotated[str | None, typer.Option("--title", metavar="TEXT")] = None,
    move: Annotated[bool, typer.Option("--move")] = False,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import file as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, document, code, title, move)


@app.command()
def unfile(document: Document, home: Home = None, lang: Lang = None, json: Json = False) -> None:
    from archive.commands import unfile as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, document)


@app.command()
def link(
    code: Code,
    criterion: Annotated[str, typer.Argument(metavar="CRITERION")],
    undo: Undo = False,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import link as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, code, criterion, undo)


@app.command()
def replace(
    older: Annotated[str, typer.Argument(metavar="OLDER")],
    newer: Annotated[str | None, typer.Argument(metavar="NEWER")] = None,
    undo: Undo = False,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import replace as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, older, newer, undo)


@app.command()
def register(
    action: Annotated[str, typer.Argument(metavar="import|export|strike")],
    file: Annotated[Path, typer.Argument(metavar="FILE|CODE")],
    check: Annotated[bool, typer.Option("--check")] = False,
    edition: Edition = None,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import register as command

    if action not in ("import", "export", "strike"):
        raise Failure(Exit.USAGE, "register-action", action=action)
    archive = open_archive(home)
    console = _console(lang, archive, json)
    if action == "import":
        command.take_in(console, archive, file, check)
    elif action == "strike":
        command.strike(console, archive, str(file), check)
    else:
        command.give_out(console, archive, file, edition)


@app.command()
def tray(xlsx: Xlsx = None, home: Home = None, lang: Lang = None, json: Json = False) -> None:
    from archive.commands import tray as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, xlsx)


@app.command()
def gaps(
    edition: Edition = None, xlsx: Xlsx = None, home: Home = None, lang: Lang = None, json: Json = False
) -> None:
    from archive.commands import gaps as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, xlsx, edition)


@app.command()
def citations(
    file: File, xlsx: Xlsx = None, home: Home = None, lang: Lang = None, json: Json = False
) -> None:
    from archive.commands import citations as command

    archive = open_archive(home)
    raise typer.Exit(command.run(_console(lang, archive, json), archive, file, xlsx))


@app.command()
def box(
    number: Annotated[int, typer.Argument(metavar="BOX", min=1, max=999)],
    capacity: Annotated[int | None, typer.Option("--capacity", metavar="PAGES", min=0, max=1_000_000)] = None,
    place: Annotated[str | None, typer.Option("--place", metavar="TEXT")] = None,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import box as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, number, capacity, place)


@app.command()
def labels(
    to: Annotated[Path, typer.Option("--to", metavar="FILE.pdf")],
    what: Annotated[list[str] | None, typer.Argument(metavar="BOX|CODE")] = None,
    covers: Annotated[bool, typer.Option("--covers")] = False,
    address: Annotated[str | None, typer.Option("--address", metavar="URL")] = None,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import labels as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, what or [], to, covers, address)


app.command()(cli_access.access)
app.command()(cli_access.sensitive)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="N", min=0, max=65535)] = None,
    also: Also = None,
    home: Home = None,
    lang: Lang = None,
) -> None:
    from archive.commands import serve as command

    archive = open_archive(home)
    command.run(_console(lang, archive), archive, also or [], host, port)


@app.command()
def verify(home: Home = None, lang: Lang = None, json: Json = False) -> None:
    from archive.commands import verify as command

    archive = open_archive(home)
    raise typer.Exit(command.run(_console(lang, archive, json), archive))


@app.command()
def rebuild(
    readings: Annotated[bool, typer.Option("--readings")] = False,
    jobs: Jobs = 0,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import rebuild as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, readings, jobs)


@app.command("year-end")
def year_end(
    school_year: Annotated[str, typer.Argument(metavar="YEAR")],
    to: Annotated[Path | None, typer.Option("--to", metavar="DIR")] = None,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import year_end as command

    archive = open_archive(home)
    command.run(_console(lang, archive, json), archive, school_year, to)


def main() -> None:
    """The ``archive`` command."""
    sys.exit(run(typer.main.get_group(app), sys.argv[1:]))
