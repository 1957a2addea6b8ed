"""What ``archive show`` says of the papers that a document names, that name it, and that are like it."""

from archive.catalogue import Catalogue
from archive.console import Console
from archive.records import DocumentRecord


def naming_data(catalogue: Catalogue, document: DocumentRecord) -> dict[str, object]:
    """``bases``, ``named_by`` and ``like``, as docs/using.md describes them."""
    naming = catalogue.naming
    return {
        "bases": [
            {name: getattr(one, name) for name in one.__struct_fields__ if name != "document"}
            for one in naming.bases_of(document.digest)
        ],
        "named_by": [
            {"document": one.document, "page": one.page, "text": one.text}
            for one in naming.named_by(document.digest)
        ],
        "like": naming.like(document.digest),
    }


def print_naming(console: Console, catalogue: Catalogue, document: DocumentRecord) -> None:
    """A line for each."""
    naming = catalogue.naming
    for one in naming.bases_of(document.digest):
        console.line(f"  {console.wording.say('show.basis', text=one.text)}")
        if one.named:
            console.line(f"    → {_named(catalogue, one.named)}")
    for digest in dict.fromkeys(one.document for one in naming.named_by(document.digest)):
        console.line(f"  {console.wording.say('show.named_by', name=_named(catalogue, digest))}")
    for digest in naming.like(document.digest):
        console.line(f"  {console.wording.say('show.like', name=_named(catalogue, digest))}")


def _named(catalogue: Catalogue, digest: str) -> str:
    found = catalogue.document(digest)
    if found is None:
        return digest[:12]
    year = f" ({found.school_year})" if found.school_year else ""
    return f"{f'[{found.code}]' if found.code else f'({digest[:12]})'} {found.title or found.name}{year}"
