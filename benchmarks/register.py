"""How long a register of 5,000 rows takes: ``python -m benchmarks.register [ROWS]``.

The sheet is written by the archive's own export, then imported by the command line into a new archive, once
more unchanged, and exported in each form.
"""

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from archive.editions.load import load_edition
from archive.evidence.register import Row, table_of
from archive.tables import xlsx
from archive.tables.register_sheet import register_sheet

KINDS = ("Kế hoạch", "Báo cáo", "Quyết định", "Biên bản")


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    edition = load_edition("tt18-2018-thcs")
    criteria = [str(criterion.id) for criterion in edition.criteria]
    rows = [_row(number, criteria) for number in range(count)]
    with tempfile.TemporaryDirectory() as folder:
        home, sheet = Path(folder) / "kho", Path(folder) / "danh-muc.xlsx"
        xlsx.write(sheet, (register_sheet(table_of(rows, edition), edition, "Trường THCS Kim Sơn"),))
        _seconds("init", str(home))
        print(f"rows {count}")
        print(f"import, all new    {_seconds('register', 'import', str(sheet), '--home', str(home)):6.2f} s")
        print(f"import, unchanged  {_seconds('register', 'import', str(sheet), '--home', str(home)):6.2f} s")
        for suffix in ("xlsx", "docx", "csv"):
            out = str(Path(folder) / f"out.{suffix}")
            print(f"export {suffix}        {_seconds('register', 'export', out, '--home', str(home)):6.2f} s")


def _row(number: int, criteria: list[str]) -> Row:
    criterion = criteria[number % len(criteria)]
    own = number // len(criteria) + 1
    year = 2018 + number % 5
    return Row(
        f"H{criterion.partition('.')[0]}-{criterion}-{own:02}",
        f"{KINDS[number % 4]} số {number} về công tác của nhà trường năm học {year}-{year + 1}",
        f"Số {number + 1}/KH-THCSKS ngày {number % 28 + 1:02}/{number % 12 + 1:02}/{year}",
        "Trường THCS Kim Sơn",
    )


def _seconds(*words: str) -> float:
    began = time.monotonic()
    program = (sys.executable, "-c", "from archive.cli import main; main()")
    subprocess.run((*program, *words), check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
