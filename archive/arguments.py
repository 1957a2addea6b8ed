"""Arguments: what several commands take, and how they come to a console."""

from pathlib import Path
from typing import Annotated

import typer

from archive.console import Console
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.wording import load_wording

Document = Annotated[str, typer.Argument(metavar="DOCUMENT")]
CodeOrDigest = Annotated[str, typer.Argument(metavar="CODE_OR_DIGEST")]
Code = Annotated[str, typer.Argument(metavar="CODE")]
File = Annotated[Path, typer.Argument(metavar="FILE")]
Xlsx = Annotated[Path | None, typer.Option("--xlsx", metavar="FILE")]
Edition = Annotated[str | None, typer.Option("--edition", metavar="ID")]
Undo = Annotated[bool, typer.Option("--undo")]
Jobs = Annotated[int, typer.Option("--jobs", metavar="N", min=0)]
Also = Annotated[list[Path] | None, typer.Option("--also", metavar="DIR")]
Home = Annotated[Path | None, typer.Option("--home", metavar="DIR")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="vi|en")]
Json = Annotated[bool, typer.Option("--json")]


def console_for(lang: str | None, archive: Archive | None = None, json: bool = False) -> Console:
    """A console in the language asked for, else the archive's own, else Vietnamese."""
    if lang not in (None, "vi", "en"):
        raise Failure(Exit.USAGE, "language", lang=lang)
    return Console(load_wording(lang or (archive.settings.language if archive else "vi")), json)
