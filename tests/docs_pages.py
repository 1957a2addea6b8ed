"""The pages of the documentation, taken apart: headings, sections, tables, fences."""

import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent


def page(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def headings(text: str) -> list[str]:
    """The headings of a page, without what stands in fences."""
    return re.findall(r"^#+ +(.+?) *$", re.sub(r"^```.*?^```", "", text, flags=re.M | re.S), re.M)


def section(text: str, heading: str) -> str:
    """What stands below a heading, up to the next of its rank or above."""
    start = re.search(rf"^(#+) +{re.escape(heading)} *$", text, re.M)
    assert start, f"there is no heading {heading!r}"
    rest = text[start.end() :]
    # A line of a fence that begins with # and a blank would end the section: the pages have none.
    after = re.search(rf"^#{{1,{len(start[1])}}} ", rest, re.M)
    return rest[: after.start()] if after else rest


def rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row that begins with a word in backticks."""
    for line in re.findall(r"^\| *(`.+) \|$", text, re.M):
        yield [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)]


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.M | re.S)


def slug(heading: str) -> str:
    """The anchor that a heading gets."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).lower())
    return kept.replace(" ", "-")
