"""Reader (người xem): who asks, and what they may see."""

from dataclasses import dataclass

from archive.access.accounts import Account
from archive.access.sessions import Session
from archive.evidence.sight import ALL, Sight


@dataclass(frozen=True)
class Reader:
    """``account`` is None where the portal asks nobody to sign in: on this machine, before there are any."""

    account: Account | None = None
    session: Session | None = None

    @property
    def sight(self) -> Sight:
        """What they may see."""
        return self.account.sight if self.account else ALL

    @property
    def is_archivist(self) -> bool:
        """Whether they may see who looked at what."""
        return self.account is None or self.account.role == "archivist"


ANYBODY = Reader()
