"""Day page: the answers of one day as a page to open from the drop folder, newest first, counts on top."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from html import escape
from pathlib import Path

from archive.wording import Wording
from storage.files import replace_file

_COUNTED = ("filed", "tray", "again", "refused", "waiting", "sheet")
_ROW = '<tr class="'
_MOST = 64 << 20
"""Bytes of a page of ours at most; some 200,000 answers."""

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 sans-serif; max-width: 60rem; margin: 1.5rem auto; padding: 0 1rem; color: #1a1a1a }}
h1 {{ font-size: 1.4rem }}
ul {{ display: flex; flex-wrap: wrap; gap: .5rem; padding: 0; list-style: none }}
li {{ border: 1px solid #ccc; border-radius: .3rem; padding: .2rem .7rem }}
b {{ font-size: 1.2rem }}
table {{ border-collapse: collapse; width: 100% }}
td {{ border-top: 1px solid #ddd; padding: .3rem .5rem; vertical-align: top; overflow-wrap: anywhere }}
td:first-child {{ white-space: nowrap; color: #555 }}
.row td + td {{ padding-left: 2rem }}
.refused, .waiting {{ background: #fce4d6 }}
.tray {{ background: #fff9db }}
</style>
<h1>{title}</h1>
<ul>
{counts}
</ul>
<p>{note}</p>
<table>
{rows}
</table>
</html>
"""


def add_to_page(path: Path, kind: str, texts: Sequence[str], wording: Wording, at: datetime) -> None:
    """Put answers at the head of the day's page. Raises ``OSError``.

    ``kind`` is the first one's; the others belong to it. The page itself remembers what it has, a row a line.
    """
    rows = [
        f'{_ROW}{name}"><td>{at:%H:%M}</td><td>{escape(text)}</td></tr>'
        for name, text in zip((kind, *("row" for _ in texts[1:])), texts, strict=True)
    ]
    rows += _rows_of(path)
    counted = Counter(row.removeprefix(_ROW).partition('"')[0] for row in rows)
    items = (
        f'<li class="{name}"><b>{counted[name]}</b> {escape(wording.say(f"day_page.{name}"))}</li>'
        for name in _COUNTED
        if counted[name]
    )
    page = _PAGE.format(
        language=wording.language,
        title=escape(wording.say("day_page.title", day=f"{at:%d/%m/%Y}")),
        counts="\n".join(items),
        note=escape(wording.say("day_page.note", file=path.with_suffix(".txt").name)),
        rows="\n".join(rows),
    )
    replace_file(path, page.encode(), durable=False)


def _rows_of(path: Path) -> list[str]:
    if not path.is_file() or path.stat().st_size > _MOST:
        return []
    lines = path.read_text("utf-8", errors="replace").split("\n")
    return [line for line in lines if line.startswith(_ROW)]
