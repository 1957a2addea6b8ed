"""How many papers file themselves, and how well the rest is suggested: ``python -m benchmarks.filing``.

More than two hundred scans of three school years are read by OCR and filed by a register that a secretary
typed, all through the command line. No file's name has a code. A paper that the register does not list must
not be filed, however near to a line it is; of such a one the criterion counts as a right suggestion.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from samples.three_years import Piece, pieces, register

Rows = dict[str, dict[str, Any]]


def main() -> None:
    """Print the table."""
    made = pieces()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "kho"
        call("init", str(home), "--school", "Trường THCS Kim Sơn")
        sheet = Path(folder) / "danh-muc.csv"
        sheet.write_bytes(register(made))
        call("register", "import", str(sheet), "--home", str(home))
        with ProcessPoolExecutor(2) as pool:
            for piece, content in zip(made, pool.map(Piece.pdf, made), strict=True):
                path = home / "drop" / piece.name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(content)
        began = time.monotonic()
        outcomes = call("ingest", "--jobs", "2", "--json", "--home", str(home))["outcomes"]
        seconds = time.monotonic() - began
        tray = {row["path"]: row for row in call("tray", "--json", "--home", str(home))}
    report(made, {one["path"]: one for one in outcomes}, tray, seconds)


def call(*words: str) -> Any:
    """Run the command line; what it says as JSON, where that was asked for."""
    program = (sys.executable, "-c", "from archive.cli import main; main()")
    done = subprocess.run((*program, *words), stdout=subprocess.PIPE, check=True)
    return json.loads(done.stdout) if "--json" in words else None


def report(made: tuple[Piece, ...], outcomes: Rows, tray: Rows, seconds: float) -> None:
    """Print what was filed right and wrong, by reason, and how well the tray was suggested."""
    reasons: Counter[tuple[str, bool]] = Counter()
    suggested: Counter[tuple[bool, int]] = Counter()
    for piece in made:
        outcome = outcomes[piece.name]
        if outcome["kind"] == "filed":
            right = outcome["code"] == piece.code
            reasons[outcome["reason"], right] += 1
            if not right:
                print(f"  wrong: {piece.paper.subject} -> {outcome['code']}, is {piece.code}")
            continue
        found = tray[piece.name]["suggestions"]
        wanted = piece.code or piece.criterion
        places = (n for n, one in enumerate(found, 1) if wanted in (one["code"], one["criterion"]))
        suggested[piece.code is not None, next(places, 0)] += 1
    listed = sum(piece.code is not None for piece in made)
    filed = sum(reasons.values())
    right = sum(count for (_, is_right), count in reasons.items() if is_right)
    print(f"papers {len(made)}, in the register {listed}; read and filed in {seconds:.0f} s with 2 jobs")
    print(f"filed by themselves {filed}: {right / listed:.1%} of those listed; precision {right / filed:.1%}")
    for reason in sorted({reason for reason, _ in reasons}):
        print(f"  {reason:20} right {reasons[reason, True]:4}  wrong {reasons[reason, False]:3}")
    for in_register, what in ((True, "code of those listed"), (False, "criterion of the others")):
        places = {place: count for (which, place), count in suggested.items() if which == in_register}
        waiting = sum(places.values())
        share = 1 - places.get(0, 0) / waiting if waiting else 1
        print(f"in the tray {waiting}: right {what} among the first three {share:.1%}")


if __name__ == "__main__":
    main()
