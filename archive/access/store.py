"""Store: accounts and the portal's key on disk, in ``access/`` of an archive."""

import secrets
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from archive.access.accounts import Accounts
from storage.files import make_directory, replace_file
from storage.lock import writer_lock

_KEY_BYTES = 32
_PATIENCE = 10.0
_PRIVATE = 0o600


class AccountsUnreadable(Exception):
    """``accounts.json`` is damaged, or a newer version wrote it."""


class AccountStore:
    """``accounts.json`` and ``key``. Reading is as cheap as a look at the file's time stamp."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "accounts.json"
        self._reading = threading.Lock()
        self._kept: tuple[tuple[int, int, int], Accounts] | None = None

    def accounts(self) -> Accounts:
        """Every account ever granted, as granted. Raises ``AccountsUnreadable``."""
        try:
            found = self._path.stat()
        except FileNotFoundError:
            return ()
        stamp = (found.st_ino, found.st_mtime_ns, found.st_size)
        kept = self._kept
        if kept is None or kept[0] != stamp:
            with self._reading:
                kept = self._kept = (stamp, self._read())
        return kept[1]

    def change(self, rule: Callable[[Accounts], Accounts]) -> Accounts:
        """Put what ``rule`` makes of the accounts in their place. One at a time; raises ``Locked``."""
        make_directory(self._folder)
        with writer_lock(self._folder / ".lock", _PATIENCE):
            accounts = rule(self._read() if self._path.exists() else ())
            raw = msgspec.json.format(msgspec.json.encode(accounts), indent=2)
            replace_file(self._path, raw + b"\n", mode=_PRIVATE)
        return accounts

    def key(self) -> bytes:
        """The secret that sessions are signed with; made where there is none."""
        path = self._folder / "key"
        try:
            return path.read_bytes()
        except FileNotFoundError:
            make_directory(self._folder)
            with writer_lock(self._folder / ".lock", _PATIENCE):
                if not path.exists():
                    replace_file(path, secrets.token_bytes(_KEY_BYTES), mode=_PRIVATE)
            return path.read_bytes()

    def _read(self) -> Accounts:
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Accounts)
        except msgspec.DecodeError as fault:
            raise AccountsUnreadable(f"{self._path}: {fault}") from fault


def new_secret() -> str:
    """A secret for a link: 192 bits, in letters that an address can have."""
    return secrets.token_urlsafe(24)


def new_id() -> str:
    """An id for an account."""
    return secrets.token_hex(6)
