"""``archive access log``: who looked at what in the portal; by person, by paper."""

from datetime import datetime

import msgspec

from archive.access.accounts import named, of_id
from archive.access.log import Noted, log_of, newest
from archive.access.looks import Downloaded, Look, Searched, TurnedAway, Viewed, is_at, is_by
from archive.access.store import AccountStore
from archive.console import Console, now, user
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.web.looks import at_paper


def run(console: Console, archive: Archive, person: str | None, paper: str | None, most: int) -> None:
    """Print the newest lines, newest first."""
    account = None
    if person is not None:
        accounts = AccountStore(archive.access).accounts()
        account = named(accounts, person) or of_id(accounts, person)
        if account is None:
            raise Failure(Exit.NOT_FOUND, "no-account", name=person)
    code: str | None = None
    digests: tuple[str, ...] = ()
    if paper is not None:
        with archive.up_to_date_catalogue(now, user()) as catalogue:
            code, digests = at_paper(paper, archive.cycles, catalogue)

    def wanted(look: Look) -> bool:
        by = account is None or is_by(look, account.id)
        return by and (paper is None or is_at(look, code, digests))

    found = newest(log_of(archive.access), wanted, most)
    console.data({"looks": [{"at": one.at, "by": one.by} | msgspec.to_builtins(one.look) for one in found]})
    if not found:
        console.say("access.no_looks")
        return
    console.table(("when", "account", "what", "about"), (_row(console, one) for one in found))


def _row(console: Console, one: Noted) -> tuple[str, ...]:
    look = one.look
    key = f"page_looks.{str(look.__struct_config__.tag).replace('-', '_')}"
    if isinstance(look, TurnedAway):
        key = f"{key}_{look.why}"
    about = look.path if isinstance(look, Viewed | Searched | Downloaded) else look.address
    when = datetime.fromisoformat(one.at).strftime("%d/%m/%Y %H:%M")
    return when, one.by or "–", console.wording.say(key), about
