"""How often a phrase copied from a paper brings that paper among the first three hits of a real archive.

    python -m benchmarks.found HOME METADATA

HOME is an archive that has taken the papers in; METADATA is a JSON list of {"file": name, "phrases": [...]},
typed by a person from the paper itself. Each phrase is asked as plain words, with its marks and without.
"""

import argparse
import json
from pathlib import Path

from rich.console import Console
from rich.table import Table

from archive.evidence.letters import fold
from archive.home import Archive
from archive.index.follow import Following
from archive.index.hits import Question

FIRST = 3


def main() -> None:
    """Ask, print the table and every phrase that was missed."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("home", type=Path)
    arguments.add_argument("metadata", type=Path)
    given = arguments.parse_args()
    archive = Archive.open(given.home)
    with archive.catalogue() as catalogue:
        known = {record.name: record.digest for record in catalogue.all_documents()}
    papers = [paper for paper in json.loads(given.metadata.read_text("utf-8")) if paper["file"] in known]
    index = Following(archive.index_path, archive.settings.engine)
    console = Console()
    table = Table(title=f"{len(papers)} papers of {len(known)} in the archive")
    for column in ("typed", "asked", f"in the first {FIRST}", "share"):
        table.add_column(column)
    for name, write in (("with marks", str), ("without marks", fold)):
        asked = found = 0
        for paper in papers:
            for phrase in paper["phrases"]:
                hits = index.search(Question(write(phrase), FIRST)).hits
                asked += 1
                if any(hit.document == known[paper["file"]] for hit in hits):
                    found += 1
                else:
                    console.print(f"missed {name}: {paper['file']}: {phrase}", markup=False, highlight=False)
        table.add_row(name, str(asked), str(found), f"{100 * found / max(1, asked):.1f} %")
    console.print(table)


if __name__ == "__main__":
    main()
