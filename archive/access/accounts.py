"""Accounts (tài khoản): who may look, until which day, and how much of the archive. Rules only."""

import unicodedata
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Literal, get_args

import msgspec

from archive.evidence.letters import fold
from archive.evidence.sight import ALL, Sight

Role = Literal["council", "evaluator", "archivist"]
"""The school's own council; the external team, always to a day; who looks after the archive and sees all."""

State = Literal["open", "invited", "lapsed", "expired", "revoked"]
"""Can sign in; has to set a password first, by an invitation; whose invitation is past; whose last day is
past; whose right was taken back.
"""

ROLES: tuple[Role, ...] = get_args(Role)


class Invitation(msgspec.Struct, frozen=True):
    """A link by which its bearer sets the password, once. ``digest`` is the SHA-256 of its secret."""

    digest: str
    until: datetime


class Account(msgspec.Struct, frozen=True):
    """One person or team. ``until`` is the last day; ``password`` a hash, "" before there is one.

    ``generation`` grows when what was signed in before is to end.
    """

    id: str
    name: str
    role: Role
    until: date | None = None
    standards: tuple[int, ...] | None = None
    sensitive: bool = False
    password: str = ""
    generation: int = 1
    invitation: Invitation | None = None
    revoked: bool = False

    @property
    def sight(self) -> Sight:
        """What they see. The tray, where the school's report lies, only with every standard."""
        if self.role == "archivist":
            return ALL
        return Sight(self.standards, self.sensitive, self.standards is None)

    def has_ended(self, now: datetime) -> bool:
        """Whether the last day is past."""
        return self.until is not None and now.date() > self.until

    def state(self, now: datetime) -> State:
        """Whether they can sign in, and if not, why."""
        if self.revoked:
            return "revoked"
        if self.has_ended(now):
            return "expired"
        if self.password:
            return "open"
        return "invited" if self.invitation and now < self.invitation.until else "lapsed"


Accounts = tuple[Account, ...]


def named(accounts: Accounts, name: str) -> Account | None:
    """The account of a name, however its marks and letters are typed."""
    wanted = _key(name)
    return next((one for one in accounts if _key(one.name) == wanted), None)


def of_id(accounts: Accounts, id: str) -> Account | None:
    """The account of an id."""
    return next((one for one in accounts if one.id == id), None)


def invited(accounts: Accounts, secret: str, now: datetime) -> Account | None:
    """The account that a link's secret lets set its password."""
    digest = digest_of(secret)
    return next(
        (
            one
            for one in accounts
            if one.invitation and one.invitation.digest == digest and now < one.invitation.until
            if not one.revoked and not one.has_ended(now)
        ),
        None,
    )


def with_invitation(account: Account, secret: str, now: datetime, days: int) -> Account:
    """The account with a new link; an earlier one ends."""
    invitation = Invitation(digest_of(secret), now + timedelta(days=days))
    return msgspec.structs.replace(account, invitation=invitation)


def with_password(account: Account, hashed: str) -> Account:
    """The account with a password; its link and what was signed in before end."""
    return msgspec.structs.replace(
        account, password=hashed, invitation=None, generation=account.generation + 1
    )


def without_right(account: Account) -> Account:
    """The account with its right taken back, at once and for every place where it was signed in."""
    return msgspec.structs.replace(
        account, revoked=True, password="", invitation=None, generation=account.generation + 1
    )


def put(accounts: Accounts, account: Account) -> Accounts:
    """The accounts with this one in the place of the one of its id, or behind them."""
    if of_id(accounts, account.id) is None:
        return (*accounts, account)
    return tuple(account if one.id == account.id else one for one in accounts)


def digest_of(secret: str) -> str:
    """What is kept of a link's secret."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _key(name: str) -> str:
    return " ".join(fold(unicodedata.normalize("NFC", name)).split())
