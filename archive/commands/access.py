"""``archive access grant``, ``invite``, ``revoke``, ``list``: accounts of the portal."""

import unicodedata
from dataclasses import dataclass
from datetime import date

import msgspec

from archive.access.accounts import (
    ROLES,
    Account,
    Accounts,
    Role,
    named,
    of_id,
    put,
    with_invitation,
    without_right,
)
from archive.access.store import AccountStore, new_id, new_secret
from archive.commands.own_address import address_from
from archive.console import Console, now, plain_text
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.labels.sheets import is_local
from archive.web import addresses

_LONGEST_NAME = 100


@dataclass(frozen=True)
class Right:
    """What was asked for on the command line; no ``standards`` are all of them."""

    role: str | None
    until: date | None
    standards: tuple[int, ...]
    sensitive: bool


def grant(
    console: Console, archive: Archive, name: str, right: Right, days: int, address: str | None
) -> None:
    """Make an account and a link for it; of one that is there already, change what it may see."""
    name = plain_text(" ".join(unicodedata.normalize("NFC", name).split()))
    if not 0 < len(name) <= _LONGEST_NAME:
        raise Failure(Exit.USAGE, "access-name", action="grant")
    role = _checked(archive, right)
    base = address_from(archive.settings.portal, address)
    store, secret, moment = AccountStore(archive.access), new_secret(), now()

    def rule(accounts: Accounts) -> Accounts:
        there = named(accounts, name)
        if there and there.name != name:
            raise Failure(Exit.USAGE, "access-alike", name=name, other=there.name)
        account = msgspec.structs.replace(
            there or Account(new_id(), name, role),
            role=role,
            until=right.until,
            standards=tuple(sorted(set(right.standards))) or None,
            sensitive=right.sensitive,
            revoked=False,
        )
        return put(accounts, account if account.password else with_invitation(account, secret, moment, days))

    account = _known(store.change(rule), name)
    link = None if account.password else base + addresses.invitation(secret)
    console.data(_told(account) | {"link": link})
    key = "access.changed" if account.password else "access.granted"
    console.say(key, name=account.name, **_words(console, account))
    _tell_link(console, account, link, base)


def invite(console: Console, archive: Archive, name: str, days: int, address: str | None) -> None:
    """A new link, to set a password for the first time or anew; the password in use stays until then."""
    base = address_from(archive.settings.portal, address)
    store, secret, moment = AccountStore(archive.access), new_secret(), now()

    def rule(accounts: Accounts) -> Accounts:
        account = _known(accounts, name)
        if account.revoked or account.has_ended(moment):
            raise Failure(Exit.USAGE, "access-ended", name=account.name)
        return put(accounts, with_invitation(account, secret, moment, days))

    account = _known(store.change(rule), name)
    link = base + addresses.invitation(secret)
    console.data(_told(account) | {"link": link})
    _tell_link(console, account, link, base)


def revoke(console: Console, archive: Archive, name: str) -> None:
    """Take the right back, at once."""
    store = AccountStore(archive.access)
    account = _known(
        store.change(lambda accounts: put(accounts, without_right(_known(accounts, name)))), name
    )
    console.data(_told(account))
    console.say("access.revoked", name=account.name)


def tell_all(console: Console, archive: Archive) -> None:
    """Every account, with what it may see and how it stands."""
    accounts = AccountStore(archive.access).accounts()
    console.data({"accounts": [_told(account) for account in accounts]})
    if not accounts:
        console.say("access.none")
        return
    rows = []
    for one in accounts:
        words = _words(console, one)
        rows.append(
            (
                one.name,
                words["role"],
                words["scope"],
                words["until"],
                console.wording.say(f"access_state.{one.state(now())}"),
            )
        )
    console.table(("account", "role", "scope", "until", "state"), rows)


def _known(accounts: Accounts, name: str) -> Account:
    account = named(accounts, name) or of_id(accounts, name)
    if account is None:
        raise Failure(Exit.NOT_FOUND, "no-account", name=name)
    return account


def _checked(archive: Archive, right: Right) -> Role:
    """The role; ``Failure`` for one that is none, and for rights that do not go with it."""
    if right.role not in ROLES:
        raise Failure(Exit.USAGE, "access-role", role=right.role or "–")
    if right.role == "evaluator" and right.until is None:
        raise Failure(Exit.USAGE, "access-until")
    if right.role != "evaluator" and right.standards:
        raise Failure(Exit.USAGE, "access-scope")
    if right.until and right.until < now().date():
        raise Failure(Exit.USAGE, "access-past", day=right.until.isoformat())
    for number in right.standards:
        if all(edition.standard(number) is None for edition in archive.cycles.editions):
            raise Failure(Exit.USAGE, "no-standard", number=number)
    return right.role


def _told(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "role": account.role,
        "until": account.until,
        "standards": account.standards,
        "sensitive": account.sensitive or account.role == "archivist",
        "state": account.state(now()),
    }


def _words(console: Console, account: Account) -> dict[str, str]:
    say = console.wording.say
    sight = account.sight
    scope = say("access.all")
    if sight.standards is not None:
        scope = say("access.standards", standards=", ".join(map(str, sight.standards)))
    if sight.sensitive:
        scope = say("access.plus_sensitive", scope=scope)
    until = say("access.no_until")
    if account.until:
        until = say("access.until", day=account.until.strftime("%d/%m/%Y"))
    return {"role": say(f"access_role.{account.role}"), "scope": scope, "until": until}


def _tell_link(console: Console, account: Account, link: str | None, base: str) -> None:
    if link is None or account.invitation is None:
        return
    console.say("access.link", day=account.invitation.until.strftime("%d/%m/%Y"))
    console.line(link)
    if is_local(base):
        console.warn("access.local", address=base)
