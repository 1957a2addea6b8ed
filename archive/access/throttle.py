"""Throttle: how often somebody may fail to sign in. Counted in memory, within bounds."""

import threading
from collections import OrderedDict, deque
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)

_MOST = {"pair": 5, "account": 50, "address": 50}
"""Failures within the window: of one account from one address, of one account from anywhere, of one address.

The first is for whoever guesses; a whole school behind one address, or the person whose name is guessed at
from elsewhere, meets only the others.
"""

_MOST_KEPT = 5_000


class Throttle:
    """Remembers failures by account and address."""

    def __init__(self) -> None:
        self._failures: OrderedDict[tuple[str, ...], deque[datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, account: str, address: str, now: datetime) -> timedelta:
        """For how long no further try counts; nothing when one may be made."""
        with self._lock:
            waits = (self._left(key, _MOST[key[0]], now) for key in _keys(account, address))
            return max(waits)

    def failed(self, account: str, address: str, now: datetime) -> None:
        """Note a failure."""
        with self._lock:
            for key in _keys(account, address):
                found = self._failures.setdefault(key, deque(maxlen=_MOST[key[0]]))
                found.append(now)
                self._failures.move_to_end(key)
            while len(self._failures) > _MOST_KEPT:
                self._failures.popitem(last=False)

    def passed(self, account: str, address: str) -> None:
        """Forget the failures of an account from an address: it was its own person."""
        with self._lock:
            self._failures.pop(_keys(account, address)[0], None)

    def _left(self, key: tuple[str, ...], most: int, now: datetime) -> timedelta:
        failures = self._failures.get(key)
        if failures is None or len(failures) < most:
            return timedelta()
        return max(timedelta(), failures[0] + WINDOW - now)


def _keys(account: str, address: str) -> tuple[tuple[str, ...], ...]:
    return ("pair", account, address), ("account", account), ("address", address)
