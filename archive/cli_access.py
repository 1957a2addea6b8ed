"""The command line of access: accounts of the portal, and pieces that not everybody sees."""

from datetime import datetime
from typing import Annotated

import typer

from archive.arguments import Code, Home, Json, Lang, Undo, console_for
from archive.console import open_archive
from archive.failures import Exit, Failure


def access(
    action: Annotated[str, typer.Argument(metavar="grant|invite|revoke|list|log")],
    name: Annotated[str | None, typer.Argument(metavar="NAME")] = None,
    role: Annotated[str | None, typer.Option("--role", metavar="council|evaluator|archivist")] = None,
    until: Annotated[datetime | None, typer.Option("--until", metavar="DAY", formats=["%Y-%m-%d"])] = None,
    standard: Annotated[list[int] | None, typer.Option("--standard", metavar="N", min=1, max=99)] = None,
    sensitive: Annotated[bool, typer.Option("--sensitive")] = False,
    days: Annotated[int, typer.Option("--days", metavar="N", min=1, max=90)] = 14,
    address: Annotated[str | None, typer.Option("--address", metavar="URL")] = None,
    person: Annotated[str | None, typer.Option("--person", metavar="NAME")] = None,
    paper: Annotated[str | None, typer.Option("--paper", metavar="CODE_OR_DIGEST")] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, max=10_000)] = 50,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import access as command
    from archive.commands import access_log

    if action not in ("grant", "invite", "revoke", "list", "log"):
        raise Failure(Exit.USAGE, "access-action", action=action)
    archive = open_archive(home)
    console = console_for(lang, archive, json)
    if action == "log":
        access_log.run(console, archive, person, paper, limit)
    elif action == "list":
        command.tell_all(console, archive)
    elif not name:
        raise Failure(Exit.USAGE, "access-name", action=action)
    elif action == "grant":
        wanted = command.Right(role, until.date() if until else None, tuple(standard or ()), sensitive)
        command.grant(console, archive, name, wanted, days, address)
    elif action == "invite":
        command.invite(console, archive, name, days, address)
    else:
        command.revoke(console, archive, name)


def sensitive(
    code: Code,
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT")] = "",
    undo: Undo = False,
    home: Home = None,
    lang: Lang = None,
    json: Json = False,
) -> None:
    from archive.commands import sensitive as command

    archive = open_archive(home)
    command.run(console_for(lang, archive, json), archive, code, reason, undo)
