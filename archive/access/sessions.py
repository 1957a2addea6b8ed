"""Sessions (phiên xem): what a signed-in browser shows at each request, signed so that nobody can make it."""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta

import msgspec
from itsdangerous import BadData, URLSafeSerializer

from archive.access.accounts import Account

IDLE = timedelta(hours=2)
"""Without a page opened for so long, the session ends."""

LONGEST = timedelta(hours=12)
"""However much is looked at."""

_RENEWED = timedelta(minutes=5)
_MOST_ENDED = 10_000


class Session(msgspec.Struct, frozen=True):
    """``began`` and ``seen`` are seconds since 1970; ``id`` is what signing out ends."""

    id: str
    account: str
    generation: int
    began: int
    seen: int

    def is_of(self, account: Account, now: datetime) -> bool:
        """Whether the account stands as it stood, and the session has not gone on, or lain, too long."""
        age = now.timestamp() - self.began
        idle = now.timestamp() - self.seen
        fresh = -60 <= idle < IDLE.total_seconds() and -60 <= age < LONGEST.total_seconds()
        return fresh and not account.revoked and account.generation == self.generation

    def is_stale(self, now: datetime) -> bool:
        """Whether it is time to note that it is still in use."""
        return now.timestamp() - self.seen > _RENEWED.total_seconds()


class Sessions:
    """Signs and reads sessions, and the tickets of sign-in forms."""

    def __init__(self, key: bytes) -> None:
        self._sessions = URLSafeSerializer(key, salt="session")
        self._tickets = URLSafeSerializer(key, salt="ticket")
        self._ended: OrderedDict[str, int] = OrderedDict()
        self._ending = threading.Lock()

    def signed(self, session: Session) -> str:
        """What the browser keeps."""
        text: str = self._sessions.dumps(msgspec.to_builtins(session))
        return text

    def read(self, text: str) -> Session | None:
        """The session of what a browser shows; None where it was not signed here, or has been ended."""
        try:
            session = msgspec.convert(self._sessions.loads(text), Session)
        except (BadData, msgspec.ValidationError):
            return None
        return None if session.id in self._ended else session

    def end(self, session: Session) -> None:
        """Let a session be none any more, also for whoever has a copy of it."""
        with self._ending:
            self._ended[session.id] = session.began
            if len(self._ended) > _MOST_ENDED:
                self._ended.popitem(last=False)

    def ticket(self, nonce: str) -> str:
        """What a sign-in form carries, and the browser's cookie too: another site has neither."""
        text: str = self._tickets.dumps(nonce)
        return text

    def is_ticket(self, text: str) -> bool:
        """Whether it was signed here."""
        try:
            self._tickets.loads(text)
        except BadData:
            return False
        return True
