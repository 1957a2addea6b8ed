"""Kill an ingest of a folder at a random moment, finish it, and check; again and again in a new archive.

    python -m benchmarks.killed --home-files samples/drop --kills 30

Prints a table, a line a kill. Ends with an error when a file is missing, doubled or left over.
"""

import argparse
import random
import tempfile
from pathlib import Path

from tests.builders import make_home
from tests.ingest.test_killed import survive


def main() -> None:
    """Read the arguments, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home-files", type=Path, required=True, metavar="DIR", help="files to drop")
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--longest", type=float, default=20.0, help="latest moment, in seconds")
    asked = parser.parse_args()
    files = {
        path.relative_to(asked.home_files).as_posix(): path.read_bytes()
        for path in sorted(asked.home_files.rglob("*"))
        if path.is_file()
    }
    chance = random.Random(asked.seed)
    print(f"{'killed after':>18}  {'lines':>5}  {'in drop':>7}  {'in staging':>10}  findings (all harmless)")
    for _ in range(asked.kills):
        with tempfile.TemporaryDirectory() as folder:
            moment = chance.uniform(0.5, asked.longest)
            (kill,) = survive(make_home(Path(folder) / "kho"), [files], [moment])
        when = f"{kill.moment:.2f} s" + (" (ended)" if kill.ended_before else "")
        findings = ", ".join(kill.findings) or "none"
        print(
            f"{when:>18}  {kill.lines:>5}  {kill.left_in_drop:>7}  {kill.left_in_staging:>10}  {findings}",
            flush=True,
        )
    print(f"{len(files)} files, {asked.kills} kills: every file once in the archive, nothing left over")


if __name__ == "__main__":
    main()
