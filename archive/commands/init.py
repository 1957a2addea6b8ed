"""``archive init``: make a home."""

from pathlib import Path

from archive.console import Console, now, plain_text, user
from archive.editions.load import edition_ids
from archive.failures import Exit, Failure
from archive.home import Archive


def run(console: Console, directory: Path, edition: str, school: str) -> None:
    """Make a home in a new or empty directory and say where papers go."""
    if edition not in edition_ids():
        raise Failure(Exit.USAGE, "no-edition", edition=edition, known=", ".join(edition_ids()))
    archive = Archive.create(directory, plain_text(school), edition, now(), user())
    console.say("init.done", root=archive.root, drop=archive.drop)
