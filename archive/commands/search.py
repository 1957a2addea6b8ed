"""``archive search``: find documents by their words."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import msgspec

from archive.catalogue import CatalogueMissing
from archive.console import Console, now, user
from archive.home import Archive
from archive.index.asking import in_every_cycle, question_of
from archive.index.faults import IndexBusy, IndexUnusable
from archive.index.follow import Following, follow
from archive.index.hits import Answer, Question, Sort
from archive.index.language import terms_of
from archive.index.spelling import suggestion
from archive.index.spoken import noted, spoken
from archive.index.together import School, search_in
from archive.records import PartRecord
from storage.lock import Locked


def run(console: Console, archive: Archive, also: Sequence[Path], query: str, limit: int, sort: Sort) -> None:
    """Print the hits, best first or in another order."""
    schools = tuple(map(School.of, (archive, *map(Archive.open, also))))
    _up_to_date(archive, console, schools[0].index)
    question = _question(archive, query, limit, sort)
    answer, terms = search_in(schools, question), terms_of(question)
    known = schools[0].index.known(question.sight)
    meant = suggestion(partial(search_in, schools), known, question, answer, terms)
    for school in schools:
        school.index.close()
    parts = _parts(archive, answer)
    say = console.wording.say
    understood = spoken(terms.tree, say) if terms.tree else None
    notes = noted(terms.notes, say)
    asked = {"understood": understood, "notes": notes, "suggestion": meant}
    console.data({**as_data(answer, parts), **asked})
    if answer.hits:
        console.say("search.total", total=answer.total, matched=_understood(console, answer))
    else:
        console.say("search.nothing", query=query)
    for sentence in (*((say("understood.tree", what=understood),) if understood else ()), *notes):
        console.line(sentence)
    if answer.left_out:
        console.say("search.left_out", schools=", ".join(answer.left_out))
    if meant:
        console.say("understood.mean_line", text=meant)
    _print_hits(console, answer, parts)


def _print_hits(console: Console, answer: Answer, parts: Sequence[PartRecord | None]) -> None:
    for hit, part in zip(answer.hits, parts, strict=True):
        code = f"[{hit.code}]" if hit.code else f"({hit.document[:12]})"
        pages = ", ".join(map(str, hit.pages[:8]))
        console.line(f"\n{code} {hit.title} — {console.wording.say('search.pages', pages=pages)}")
        if hit.school:
            console.line(f"   {hit.school}")
        if part:
            console.line(f"   {console.wording.say('search.part', page=hit.page, title=part.title or '–')}")
        console.marked((("   ", False), *((piece.text, piece.marked) for piece in hit.snippet)))


def _question(archive: Archive, query: str, limit: int, sort: Sort) -> Question:
    question = question_of(query, archive.cycles, limit, abbreviations=archive.abbreviations)
    question = msgspec.structs.replace(question, sort=sort)
    try:
        with archive.up_to_date_catalogue(now, user()) as catalogue:
            return in_every_cycle(question, catalogue)
    except (CatalogueMissing, Locked, PermissionError):
        return question


def _parts(archive: Archive, answer: Answer) -> list[PartRecord | None]:
    """The paper that each hit's best page belongs to, where its document carries several."""
    try:
        with archive.up_to_date_catalogue(now, user()) as catalogue:
            return [catalogue.part_at(hit.document, hit.page) for hit in answer.hits]
    except (CatalogueMissing, Locked, PermissionError):
        # The index answers alone where nobody may make a catalogue; papers in a bundle then have no name.
        return [None] * len(answer.hits)


def _understood(console: Console, answer: Answer) -> str:
    """How good the hits are: of the best level how many, the rest, and whether all words were searched."""
    say = console.wording.say
    matched = say(f"matched.{answer.matched}")
    if rest := answer.total - answer.best:
        key = "matched.level_named" if answer.matched == "named" else "matched.level"
        matched = say(key, best=answer.best, matched=matched, rest=rest)
    if answer.first_words:
        matched += "; " + say("matched.first_words", n=answer.first_words)
    return matched


def as_data(answer: Answer, parts: Sequence[PartRecord | None]) -> dict[str, object]:
    """The answer as the JSON that docs/using.md describes; ``parts`` are those of the hits' best pages."""
    return {
        "total": answer.total,
        "took_ms": answer.took_ms,
        "matched": answer.matched,
        "best": answer.best,
        "first_words": answer.first_words,
        "left_out": answer.left_out,
        "hits": [
            {
                "school": hit.school or None,
                "code": hit.code,
                "document": hit.document,
                "name": hit.name,
                "title": hit.title,
                "page": hit.page,
                "pages": hit.pages,
                "part": part and {"first": part.first, "last": part.last, "title": part.title},
                "score": hit.score,
                "snippet": "".join(piece.text for piece in hit.snippet),
                "marked": [piece.text for piece in hit.snippet if piece.marked],
            }
            for hit, part in zip(answer.hits, parts, strict=True)
        ],
        "facets": {
            name: {count.value: count.count for count in counts} for name, counts in answer.facets.items()
        },
    }


def _up_to_date(archive: Archive, console: Console, index: Following) -> None:
    """Bring the index up to the ledger; leave it as it stands where another program is writing."""
    try:
        position = index.position
    except (IndexUnusable, FileNotFoundError):
        position = -1
    if position == archive.ledger.end().head.sequence:
        return
    stands = index.stands()
    try:
        # Without any index there is nothing to answer from, and waiting is better.
        with archive.writing(now, user(), patience=0.0 if stands else 10.0) as registrar:
            follow(archive.index_path, registrar.catalogue, archive.readings, archive.settings.engine)
            if missing := archive.readings_missing(registrar.catalogue):
                console.say("search.readings_missing", count=missing)
    except (Locked, IndexBusy):
        if not stands:
            raise
