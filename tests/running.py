"""Running the ``archive`` command as a person would."""

import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from pathlib import Path

import typer

from archive.cli import app
from archive.console import run

ROOT = Path(__file__).parent.parent
SAMPLES = ROOT / "samples"
HEEDS_CTRL_C = ("env", "--default-signal=INT")
"""Put before a command that is to be interrupted, where what runs the tests ignores Ctrl-C."""

COMMAND = Path(sys.executable).parent / "archive"


def run_archive(*arguments: str | Path, timeout: float = 300) -> subprocess.CompletedProcess[str]:
    """Run ``archive`` with these arguments to its end."""
    return subprocess.run(
        [COMMAND, *map(str, arguments)], capture_output=True, text=True, timeout=timeout, check=False
    )


def run_here(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """The same within this process, without the half second in which Python starts: for many calls."""
    call = list(map(str, arguments))
    said, complained = StringIO(), StringIO()
    with redirect_stdout(said), redirect_stderr(complained):
        status = run(typer.main.get_group(app), call)
    return subprocess.CompletedProcess(call, status, said.getvalue(), complained.getvalue())
