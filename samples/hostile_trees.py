"""PDFs whose inside is no tree and no table: loops, depths, lengths that are not true. Made for the tests."""

from __future__ import annotations

from samples.hostile import packed_pages, plain_pdf
from samples.hostile_pdf import one_page, said

PAGE = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 595 842]/Contents %d 0 R/Resources<</Font<</F %d 0 R>>>>>>"
HELVETICA = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def deep_page_tree(depth: int) -> bytes:
    """One page, under ``depth`` nodes that each have one child."""
    nodes = [
        b"<</Type/Pages/Kids[%d 0 R]/Count 1%b>>"
        % (number + 1, b"/Parent %d 0 R" % (number - 1) * (number > 2))
        for number in range(2, depth + 2)
    ]
    page = PAGE % (depth + 1, depth + 3, depth + 4)
    return plain_pdf([b"<</Type/Catalog/Pages 2 0 R>>", *nodes, page, _drawn(), HELVETICA])


def cyclic_page_tree() -> bytes:
    """A node that is its own child's child, with one true page beside; a thousand are declared."""
    return plain_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R 4 0 R]/Count 1000>>",
            b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 999/Parent 2 0 R>>",
            PAGE % (2, 5, 6),
            _drawn(),
            HELVETICA,
        ]
    )


def own_parent() -> bytes:
    """A page without a size of its own, to be looked for in its parents, of which each is the other's."""
    return plain_pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[4 0 R]/Count 1/Parent 3 0 R>>",
            b"<</Type/Pages/Kids[2 0 R]/Count 1/Parent 2 0 R>>",
            b"<</Type/Page/Parent 3 0 R/Contents 5 0 R/Resources<</Font<</F 6 0 R>>>>>>",
            _drawn(),
            HELVETICA,
        ]
    )


def looping_table(apart: bool) -> bytes:
    """A cross-reference table that names itself as the one before it, or two that name each other."""
    whole = one_page(said())
    start = whole.rindex(b"xref\n0 ")
    trailer = whole[whole.index(b"trailer") : whole.index(b"startxref")]
    if not apart:
        return whole.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)
    before = whole.index(b"startxref")
    # Ten digits for either place, so that neither moves the other.
    second = before + len(b"/Prev 0000000000")
    body = whole[:before].replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %010d>>" % second)
    more = b"xref\n0 0\n" + trailer.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)
    return body + more + b"startxref\n%d\n%%%%EOF\n" % second


def looping_streams() -> bytes:
    """An object stream said to be packed in itself, and a length that is its own stream."""
    body = one_page(said())
    at = body.rindex(b"xref\n0 ")
    facts = b"<</Type/ObjStm/N 1/First 5/Length 90 0 R/Extends 90 0 R>>"
    packed = b"90 0 obj\n%b\nstream\n90 0 \nendstream\nendobj\n" % facts
    return body[:at] + packed + body[at:].replace(b"/Root 1 0 R", b"/Root 90 0 R")


def hundred_thousand_pages() -> bytes:
    """100,000 true pages that share one line of text."""
    return packed_pages(100_000)


def lying_length(length: int = 2 << 30) -> bytes:
    """A page whose drawing is said to be 2 GB long."""
    whole = one_page(said())
    return whole.replace(b"<</Length %d>>" % len(said()), b"<</Length %d>>" % length)


def _drawn() -> bytes:
    drawing = said()
    return b"<</Length %d>>\nstream\n%b\nendstream" % (len(drawing), drawing)
