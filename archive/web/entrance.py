"""Entrance: accounts, sessions and the log of one running portal, behind its door."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from starlette.requests import HTTPConnection
from starlette.responses import Response

from archive.access.accounts import Account, of_id
from archive.access.log import LogWriter
from archive.access.looks import Look
from archive.access.sessions import LONGEST, Session, Sessions
from archive.access.store import AccountStore
from archive.access.throttle import Throttle
from archive.web.reader import ANYBODY, Reader

SESSION = "phien"
"""The cookie of a session."""

TICKET = "phieu"
"""The cookie, and the field, of a sign-in form."""


_MOST_TOLD = 10_000


class Expired(Exception):
    """Whose last day is past; ``account`` says who it was."""

    def __init__(self, account: Account) -> None:
        super().__init__(account.name)
        self.account = account


class Entrance:
    """Says who a reader is, lets them in and out, and notes what they look at."""

    def __init__(self, folder: Path, now: Callable[[], datetime], may_be_open: bool) -> None:
        """``folder`` is the archive's ``access``; ``may_be_open``: without accounts everybody comes in."""
        self.store = AccountStore(folder)
        self.folder = folder
        self.now = now
        self.log = LogWriter(folder)
        self.throttle = Throttle()
        self._may_be_open = may_be_open
        self._making = threading.Lock()
        self._sessions: Sessions | None = None
        self._told: OrderedDict[tuple[str, ...], None] = OrderedDict()

    @property
    def sessions(self) -> Sessions:
        """The signer; its key is made when it is first needed."""
        with self._making:
            if self._sessions is None:
                self._sessions = Sessions(self.store.key())
            return self._sessions

    @property
    def is_open(self) -> bool:
        """Whether nobody has to sign in."""
        return self._may_be_open and not self.store.accounts()

    def reader(self, connection: HTTPConnection) -> Reader | None:
        """Who asks; None for somebody who has to sign in first. Raises ``Expired``."""
        if self.is_open:
            return ANYBODY
        shown = connection.cookies.get(SESSION)
        session = self.sessions.read(shown) if shown else None
        account = of_id(self.store.accounts(), session.account) if session else None
        now = self.now()
        if session is None or account is None or not session.is_of(account, now):
            return None
        if account.has_ended(now):
            raise Expired(account)
        return Reader(account, session)

    def let_in(self, account: Account, response: Response, secure: bool) -> None:
        """Begin a session."""
        moment = int(self.now().timestamp())
        session = Session(secrets.token_hex(8), account.id, account.generation, moment, moment)
        self.keep(session, response, secure)

    def keep(self, session: Session, response: Response, secure: bool) -> None:
        """Let the browser keep a session."""
        response.set_cookie(
            SESSION,
            self.sessions.signed(session),
            max_age=int(LONGEST.total_seconds()),
            httponly=True,
            samesite="lax",
            secure=secure,
        )

    def is_first(self, *what: str) -> bool:
        """Whether this was not asked among the last many: for what is noted once and not each time."""
        with self._making:
            first = what not in self._told
            self._told[what] = None
            self._told.move_to_end(what)
            if len(self._told) > _MOST_TOLD:
                self._told.popitem(last=False)
        return first

    def note(self, look: Look, by: str) -> None:
        """Note a look at its time."""
        self.log.note(self.now().isoformat(timespec="seconds"), by, look)


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the reader's browser came by HTTPS, as the server before this one says."""
    return connection.url.scheme == "https"


def address_of(connection: HTTPConnection) -> str:
    """The address of the reader's machine, or of the server before this one."""
    return connection.client.host if connection.client else ""
