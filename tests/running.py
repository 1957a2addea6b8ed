"""Running the ``archive`` command as a person would."""

import subprocess
import sys
from pathlib import Path

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
