"""How the portal bears many readers at once: wrk over loopback, an archive of 5,000 generated documents.

    python -m benchmarks.load [--documents 5000] [--seconds 60] [--connections 32] [--home DIR] [--only PAGE]

``wrk`` (Debian's package of that name) asks for the home page, for evidence pages in turn, all of them, and
for these under addresses that are never the same, so that each is made anew (``anew``), and for answers to
10,000 different questions: two to five words of a sentence of the documents, half of them without marks.
``--documents 28600`` are 100,000 pages. Client and server share the machine. Memory is that of the server's
processes together, after the first fifth and at the end of each run. ``--home`` takes an archive that is
there instead of making one.
"""

import argparse
import random
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

import httpx2
from rich.console import Console
from rich.table import Table

from archive.console import now
from archive.evidence.letters import fold
from archive.home import Archive
from benchmarks.portal import COMMAND
from benchmarks.thousand import fill, sample_sentences

_SCRIPT = """
local paths = {}
for line in io.lines(%(paths)s) do paths[#paths + 1] = line end
local at = 0
local asked = 0
request = function()
  at = at %% #paths + 1
  asked = asked + 1
  return wrk.format("GET", paths[at] .. (%(anew)s and "?lan=" .. asked or ""))
end
done = function(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("RESULT %%d %%d %%f %%f %%f %%d\\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency.max,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
"""


@dataclass(frozen=True)
class Load:
    """What wrk saw: answers a second, milliseconds, errors; and MiB of the server early and late."""

    rate: float
    median: float
    p99: float
    highest: float
    errors: int
    early: float
    late: float


def main() -> None:
    """Serve, load, print the table."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--documents", type=int, default=5000)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--connections", type=int, default=32)
    arguments.add_argument("--home", type=Path)
    arguments.add_argument("--only", choices=("home", "evidence", "anew", "search"))
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = given.home or made(Path(folder) / "kho", given.documents)
        with Archive.open(home).up_to_date_catalogue(now, "benchmark") as catalogue:
            codes = [piece.code for piece in catalogue.shelf.all_pieces()]
        table = Table(title=f"{len(codes)} pieces, {given.connections} connections, {given.seconds} s each")
        for column in ("page", "a second", "p50 ms", "p99 ms", "highest", "errors", "MiB early", "MiB late"):
            table.add_column(column, justify="left" if column == "page" else "right")
        with serving(home) as (address, server):
            every = [f"/{code}" for code in codes]
            asked = {"home": ["/"], "evidence": every, "anew": every, "search": questions(10_000)}
            for name, paths in asked.items():
                if given.only not in (None, name):
                    continue
                script = written(Path(folder), paths, anew=name == "anew")
                load = loaded(address, server, script, given.seconds, given.connections)
                table.add_row(
                    name,
                    f"{load.rate:.0f}",
                    f"{load.median:.0f}",
                    f"{load.p99:.0f}",
                    f"{load.highest:.0f}",
                    str(load.errors),
                    f"{load.early:.0f}",
                    f"{load.late:.0f}",
                )
        Console().print(table)


def questions(count: int) -> list[str]:
    """Addresses of answers to so many different questions, always the same."""
    chance = random.Random(2023)
    sentences = sample_sentences()
    asked: dict[str, None] = {}
    while len(asked) < count:
        words = chance.choice(sentences)
        start = chance.randrange(len(words) - 1)
        text = " ".join(words[start : start + chance.randrange(2, 6)])
        asked["/tim?" + urlencode({"q": fold(text) if len(asked) % 2 else text})] = None
    return list(asked)


def made(home: Path, documents: int) -> Path:
    """An archive with so many generated documents."""
    archive = Archive.create(home, "Trường mẫu", "tt18-2018-thcs", now(), "benchmark")
    fill(archive, documents, sample_sentences(), random.Random(2022))
    return home


@contextmanager
def serving(home: Path) -> Iterator[tuple[str, int]]:
    """The portal's address and process."""
    server = subprocess.Popen(
        [COMMAND, "serve", "--home", home, "--port", "0"], stdout=subprocess.PIPE, text=True
    )
    try:
        assert server.stdout is not None
        found = re.search(r"http://\S+?(?=/?\s)", server.stdout.readline())
        assert found
        # It takes connections before it is ready to answer.
        assert httpx2.get(found[0], timeout=60).status_code == 200
        yield found[0], server.pid
    finally:
        server.terminate()
        server.wait(20)


def written(folder: Path, paths: list[str], anew: bool) -> Path:
    """What wrk asks for: these paths in turn; ``anew``: each time with another query behind them."""
    listed, script = folder / "paths.txt", folder / "paths.lua"
    listed.write_text("\n".join(paths) + "\n")
    script.write_text(_SCRIPT % {"paths": f'"{listed}"', "anew": "true" if anew else "false"})
    return script


def loaded(address: str, server: int, script: Path, seconds: int, connections: int) -> Load:
    """Load the server with what a script asks for."""
    length = (f"-c{connections}", f"-d{seconds}s", "--timeout", "10s")
    command = ("wrk", "-t1", *length, "-s", str(script), address)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        time.sleep(seconds / 5)
        early = memory_of(server)
        time.sleep(seconds * 0.7)
        late = memory_of(server)
        said, _ = running.communicate()
    result = re.search(r"RESULT (.+)", said)
    assert result, said
    requests, microseconds, median, p99, highest, errors = map(float, result[1].split())
    rate = requests / microseconds * 1e6
    return Load(rate, median / 1000, p99 / 1000, highest / 1000, int(errors), early, late)


def memory_of(process: int) -> float:
    """MiB that a process and all that it began hold for themselves (PSS)."""
    own = 0.0
    rollup = Path(f"/proc/{process}/smaps_rollup")
    if found := re.search(r"^Pss:\s+(\d+) kB", rollup.read_text(), re.MULTILINE):
        own = int(found[1]) / 1024
    children = (
        child
        for task in Path(f"/proc/{process}/task").iterdir()
        for child in (task / "children").read_text().split()
    )
    return own + sum(memory_of(int(child)) for child in children)


if __name__ == "__main__":
    main()
