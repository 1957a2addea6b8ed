"""Sights: which pieces and documents are seen, and by which marks an index finds the same ones."""

from hypothesis import given
from hypothesis import strategies as st

from archive.evidence.seeing import Codes, closed_documents, documents_within, with_enclosed
from archive.evidence.sight import ALL, TRAY, Sight, marks_of

CODES = st.sampled_from("abcdef")
DOCUMENTS = st.sampled_from("123456")
PAIRS = st.lists(st.tuples(CODES, CODES).filter(lambda pair: pair[0] != pair[1]), max_size=2)
SIGHTS = st.builds(
    Sight,
    st.none() | st.lists(st.integers(1, 3), unique=True, min_size=1, max_size=2).map(tuple),
    st.booleans(),
    st.booleans(),
)


@st.composite
def codes(draw: st.DrawFn) -> Codes:
    standards = draw(st.lists(st.tuples(CODES, st.integers(1, 3)), max_size=8))
    same = [pair for one in draw(PAIRS) for pair in (one, one[::-1])]
    return Codes(standards, same, draw(st.sets(CODES, max_size=2)))


@given(codes(), SIGHTS)
def test_an_index_finds_what_the_catalogue_shows(known: Codes, sight: Sight) -> None:
    wanted = sight.marks()
    for code in "abcdef":
        standards = known.standards(code)
        marks = marks_of(standards, known.is_sensitive(code))
        found = wanted is None or any(mark in wanted for mark in marks)
        if standards:
            assert found == (code in known.within(sight))


@given(codes(), SIGHTS, st.dictionaries(DOCUMENTS, CODES), st.dictionaries(DOCUMENTS, DOCUMENTS),
       st.dictionaries(DOCUMENTS, st.sets(DOCUMENTS, max_size=2)))  # fmt: skip
def test_a_narrower_sight_never_shows_more(
    known: Codes,
    sight: Sight,
    filed: dict[str, str],
    replaced: dict[str, str],
    mails: dict[str, set[str]],
) -> None:
    closed = closed_documents(known.is_sensitive, filed, mails)

    def seen(sight: Sight) -> frozenset[str]:
        return documents_within(sight, known.within(sight), "123456", filed, replaced, closed)

    assert seen(sight) <= seen(ALL)
    assert known.within(sight) <= known.within(ALL)
    for digest in seen(sight):
        assert digest not in filed or filed[digest] in known.within(sight)
        assert digest not in replaced or replaced[digest] in seen(sight)
        assert digest in filed or digest in replaced or sight.tray
        assert sight.sensitive or digest not in closed
    for document, around in mails.items():
        assert not closed & around or document in filed or document in closed


def test_one_piece_is_seen_under_all_its_codes() -> None:
    known = Codes(
        [("H1-1.1-01", 1), ("H2-2.1-01", 2)], [("H1-1.1-01", "H2-2.1-01"), ("H2-2.1-01", "H1-1.1-01")], []
    )
    assert known.within(Sight((1,))) == known.within(Sight((2,))) == {"H1-1.1-01", "H2-2.1-01"}
    closed = Codes([("a", 1), ("b", 2)], [("a", "b"), ("b", "a")], ["b"])
    assert closed.is_sensitive("a") and closed.within(Sight(sensitive=False)) == frozenset()


def test_what_is_not_filed_goes_with_the_tray_or_with_what_replaced_it() -> None:
    codes = frozenset({"open"})
    filed, replaced = {"new": "open", "shut": "closed"}, {"old": "new", "past": "shut"}
    documents = ("new", "old", "shut", "past", "loose")
    scoped = documents_within(Sight((1,), tray=False), codes, documents, filed, replaced, frozenset())
    whole = documents_within(Sight(tray=True), codes, documents, filed, replaced, frozenset())
    assert scoped == {"new", "old"} and whole == {"new", "old", "loose"}
    assert marks_of((), sensitive=False) == TRAY


def test_what_came_with_a_mail_goes_with_what_is_sensitive_in_it() -> None:
    filed = {"mail": "closed", "filed": "open", "own": "closed"}
    mails = {
        "loose": ("mail",),
        "filed": ("mail",),
        "own": ("other",),
        "deep": ("inner",),
        "inner": ("other",),
    }
    closed = closed_documents({"closed"}.__contains__, filed, mails)
    assert closed == {"mail", "loose", "own", "other", "inner", "deep"}
    assert closed_documents({"closed"}.__contains__, filed, {}) == {"mail", "own"}
    # Who sees one of them is decided anew with any of them.
    assert set(with_enclosed(("own",), mails)) == {"own", "other", "inner", "deep"}
    assert set(with_enclosed(("mail",), mails)) == {"mail", "loose", "filed"}
    assert with_enclosed(("apart",), mails) == ("apart",)
    assert not set(marks_of((), sensitive=True)) & set(Sight(sensitive=False).marks() or ())
