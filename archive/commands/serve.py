"""``archive serve``: the portal."""

import errno
import ipaddress
import signal
import socket
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import FrameType

import uvicorn

from archive.access.log import only_writer
from archive.access.store import AccountStore
from archive.console import Console, now, user
from archive.failures import Exit, Failure
from archive.home import Archive
from archive.index.faults import IndexBusy
from archive.index.follow import follow, is_current
from archive.ingest.readers import Readers, cores
from archive.web.app import create_app
from archive.web.searchers import Searchers
from storage.lock import Locked

_BACKLOG = 2048
_PICTURE_PROCESSES = 2
_MOST_SEARCHING = 4


def run(console: Console, archive: Archive, also: Sequence[Path], host: str | None, port: int | None) -> None:
    """Serve until Ctrl-C."""
    others = tuple(map(Archive.open, also))
    host = host or archive.settings.portal.host
    port = archive.settings.portal.port if port is None else port
    _check_access(archive, host)
    listening = _listen(host, port)
    _bring_up_to_date(archive)
    address = f"http://{f'[{host}]' if ':' in host else host}:{listening.getsockname()[1]}/"
    console.say("serve.address", address=address)
    console.say("serve.accounts" if AccountStore(archive.access).accounts() else "serve.no_accounts")
    memory = archive.settings.reading.memory_mb << 20
    # A single core gains nothing by more processes.
    searching = min(cores(), _MOST_SEARCHING) if cores() > 1 else 0
    with (
        Readers(_PICTURE_PROCESSES, memory) as readers,
        Searchers((archive, *others), searching) as searchers,
    ):
        app = create_app(archive, readers, now, _is_loopback(host), others, searchers.search)
        settings = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        server = uvicorn.Server(settings)

        def end(_number: int, _frame: FrameType | None) -> None:
            server.should_exit = True

        # uvicorn ends in order and then raises the signal again, which would kill us without a handler.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        server.run(sockets=[listening])
    console.say("serve.stopped")


def _check_access(archive: Archive, host: str) -> None:
    """``Failure`` where nobody could be let in, or those who come in could not be noted."""
    store = AccountStore(archive.access)
    if not store.accounts():
        if not _is_loopback(host):
            raise Failure(Exit.LACKING, "no-accounts", host=host)
        return
    store.key()
    with only_writer(archive.access):
        pass


def _bring_up_to_date(archive: Archive) -> None:
    """Catalogue and index, where we may write and nobody else does; an index made anew in the background."""
    try:
        with archive.writing(now, user(), patience=0.0) as registrar:
            if is_current(archive.index_path, archive.settings.engine):
                follow(archive.index_path, registrar.catalogue, archive.readings, archive.settings.engine)
            else:
                threading.Thread(target=_make_index, args=(archive,), daemon=True).start()
    except (Locked, IndexBusy):
        # Whoever is writing brings the catalogue and the index up to date.
        pass
    except OSError as fault:
        # So does whoever may write, where we may not: another user's archive, a read-only copy.
        if fault.errno not in (errno.EACCES, errno.EPERM, errno.EROFS):
            raise


def _make_index(archive: Archive) -> None:
    # What was indexed before, by another engine or version, answers until this one is whole.
    with archive.catalogue() as catalogue, suppress(IndexBusy):
        follow(archive.index_path, catalogue, archive.readings, archive.settings.engine)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # With the protocol named, asyncio sends small answers at once (TCP_NODELAY); else each waits 40 ms for an
    # acknowledgement.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        # Whoever reads the address may come at once, before the server has begun to take connections.
        listening.listen(_BACKLOG)
    except (OSError, OverflowError) as fault:
        listening.close()
        raise Failure(Exit.LACKING, "no-port", host=host, port=port, why=fault) from fault
    return listening


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
