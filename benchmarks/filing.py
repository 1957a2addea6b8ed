"""How many papers file themselves, and how well the rest is suggested: ``python -m benchmarks.filing``.

Two hundred scans of three school years are read by OCR and filed by a register that a secretary typed, all
through the command line. No file's name has a code. A paper that the register does not list must not be filed;
of such a one the criterion counts as a right suggestion.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from samples.three_years import Piece, pieces, register


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
                (home / "drop" / piece.name).write_bytes(content)
        began = time.monotonic()
        outcomes = call("ingest", "--jobs", "2", "--json", "--home", str(home))["outcomes"]
        seconds = time.monotonic() - began
        tray = {row["path"]: row for row in call("tray", "--json", "--home", str(home))}
    report(made, {one["path"]: one for one in outcomes}, tray, seconds)


def call(*words: str) -> "dict[str, list[dict[str, str]]]":
    """Run the command line; what it says as JSON, where that was asked for."""
    done = subprocess.run((sys.executable, "-c", "from archive.cli import main; main()", *words),
                          stdout=subprocess.PIPE, check=True)  # fmt: skip
    return json.loads(done.stdout) if "--json" in words else {}


def report(made: tuple[Piece, ...], outcomes: dict, tray: dict, seconds: float) -> None:
    """Print what was filed right and wrong, by reason, and how well the tray was suggested."""
    reasons: Counter[tuple[str, bool]] = Counter()
    suggested: Counter[str] = Counter()
    for piece in made:
        outcome = outcomes[piece.name]
        if outcome["kind"] == "filed":
            right = outcome["code"] == piece.code
            reasons[outcome["reason"], right] += 1
            if not right:
                print(
                    f"  wrong: {piece.name} {outcome['reason']}: {outcome['code']}, is {piece.code} {piece.paper.subject}"
                )
            continue
        found = tray[piece.name]["suggestions"]
        wanted = piece.code or piece.criterion
        place = next((n for n, one in enumerate(found, 1) if wanted in (one["code"], one["criterion"])), 0)
        suggested[f"{place}" if place else "none"] += 1
        if not place:
            print(
                f"  not suggested: {piece.name} {piece.code} {piece.criterion} {piece.paper.subject}; {tray[piece.name]['title']}"
            )
    filed = sum(reasons.values())
    right = sum(count for (_, is_right), count in reasons.items() if is_right)
    waiting = sum(suggested.values())
    listed = sum(piece.code is not None for piece in made)
    print(
        f"papers {len(made)}, listed in the register {listed}; read and filed in {seconds:.0f} s with 2 jobs"
    )
    print(
        f"filed by themselves {filed}, {filed / len(made):.1%} of all; right {right}, precision {right / filed:.1%}"
    )
    for reason in sorted({reason for reason, _ in reasons}):
        print(f"  {reason:20} right {reasons[reason, True]:4}  wrong {reasons[reason, False]:3}")
    share = 1 - suggested["none"] / waiting if waiting else 1
    print(f"in the tray {waiting}; right among the first three suggestions {share:.1%} {dict(suggested)}")


if __name__ == "__main__":
    main()
