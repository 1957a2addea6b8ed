"""Signatures: what a signed PDF bears out by itself, and what it does not."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.crypt import SecurityHandlerVersion, StandardSecurityHandler
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer
from pyhanko.sign.fields import MDPPerm

from archive.evidence.documents import Signature
from archive.ingest.jobs import Job
from archive.ingest.limits import Limits
from archive.ingest.readers import Readers
from archive.ingest.signatures import UNCHECKED, signatures_of, unchecked_signatures_of
from archive.settings import Settings
from tests.builders import pdf, raw_pdf
from tests.signing import (
    AUTHORITY,
    CLERK,
    HEAD,
    STAMPED_AT,
    added_to,
    signed,
    signer,
    time_stamped,
    with_empty_field,
)

PAPER = pdf("Kế hoạch\nchiến lược phát triển", "Trang hai")


@cache
def signed_once() -> bytes:
    """A paper signed once."""
    return signed(PAPER)


@pytest.fixture
def once() -> bytes:
    """The same."""
    return signed_once()


@pytest.fixture
def found(tmp_path: Path) -> Callable[[bytes], tuple[Signature, ...]]:
    """The signatures of these bytes as a file."""

    def ask(data: bytes) -> tuple[Signature, ...]:
        path = tmp_path / "a.pdf"
        path.write_bytes(data)
        return signatures_of(path)

    return ask


Found = Callable[[bytes], tuple[Signature, ...]]


def states(signatures: tuple[Signature, ...]) -> list[tuple[str | None, bool | None, bool]]:
    return [(one.signer, one.whole, one.complete) for one in signatures]


def contents(data: bytes) -> tuple[int, int]:
    """Where the first signature's own bytes stand, in hexadecimal digits."""
    match = re.search(rb"/Contents <([0-9A-F]+)>", data)
    assert match
    return match.span(1)


def with_a_note(writer: Any) -> None:
    """Adds a note to the first page, as a reader's tool does."""
    note = {"/Type": "/Annot", "/Subtype": "/Text", "/Contents": "Ghi chú"}
    entries = {generic.pdf_name(name): _value(value) for name, value in note.items()}
    entries[generic.pdf_name("/Rect")] = generic.ArrayObject(map(generic.NumberObject, (10, 10, 30, 30)))
    writer.register_annotation(
        writer.find_page_for_modification(0)[0], writer.add_object(generic.DictionaryObject(entries))
    )


def _value(text: str) -> Any:
    return generic.pdf_name(text) if text.startswith("/") else generic.pdf_string(text)


def with_another_page(writer: Any) -> None:
    """Puts the second page's content in the place of the first page's."""
    pages = writer.root["/Pages"]["/Kids"]
    first, second = pages[0], pages[1]
    first[generic.pdf_name("/Contents")] = second.raw_get("/Contents")
    writer.mark_update(pages.raw_get(0))


def test_a_signed_paper_tells_who_when_and_by_whose_certificate(found: Found, once: bytes) -> None:
    (one,) = found(once)
    assert (one.signer, one.authority) == (HEAD, AUTHORITY)
    assert one.whole and one.complete and not one.stamped
    assert one.at and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", one.at)


@pytest.mark.parametrize("kind", ["rsa", "ec"])
def test_a_time_stamp_counts_more_than_the_signer_s_clock(found: Found, kind: str) -> None:
    (one,) = found(signed(PAPER, who=signer(CLERK, kind), stamped=True))
    assert one == Signature(CLERK, AUTHORITY, True, True, STAMPED_AT.isoformat(), True)


def test_further_signatures_leave_the_earlier_ones_complete(found: Found, once: bytes) -> None:
    thrice = time_stamped(signed(once, "Ky2", signer(CLERK, "rsa")))
    assert states(found(thrice)) == [
        (HEAD, True, True), (CLERK, True, True), ("Cơ quan cấp dấu thời gian", True, True),
    ]  # fmt: skip
    assert [one.stamped for one in found(thrice)] == [False, False, True]


def test_a_place_for_a_signature_is_none(found: Found, once: bytes) -> None:
    assert found(with_empty_field(PAPER)) == ()
    assert len(found(with_empty_field(once))) == 1


def test_a_changed_byte_is_seen(found: Found, once: bytes) -> None:
    changed = bytearray(once)
    changed[once.index(b"stream") + 20] ^= 1
    assert states(found(bytes(changed))) == [(HEAD, False, False)]


def test_of_several_signatures_only_those_over_the_changed_bytes_break(found: Found, once: bytes) -> None:
    twice = bytearray(signed(once, "Ky2", signer(CLERK, "rsa")))
    twice[twice.rindex(b"PPKLite")] ^= 1
    assert states(found(bytes(twice))) == [(HEAD, True, True), (CLERK, False, False)]


@pytest.mark.parametrize("change", [with_a_note, with_another_page])
def test_what_is_added_behind_a_signature_is_seen(
    found: Found, once: bytes, change: Callable[[Any], None]
) -> None:
    assert states(found(added_to(once, change))) == [(HEAD, True, False)]


def test_a_later_signature_does_not_cover_up_what_was_added_before(found: Found, once: bytes) -> None:
    twice = signed(added_to(once, with_a_note), "Ky2", signer(CLERK, "rsa"))
    assert states(found(twice)) == [(HEAD, True, False), (CLERK, True, True)]


@pytest.mark.parametrize("permissions", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS])
def test_a_certified_paper_says_itself_what_may_follow(found: Found, permissions: MDPPerm) -> None:
    certified = signed(PAPER, certify=True, docmdp_permissions=permissions)
    assert states(found(certified)) == [(HEAD, True, True)]
    assert states(found(added_to(certified, with_a_note))) == [(HEAD, True, False)]
    if permissions == MDPPerm.FILL_FORMS:
        twice = signed(certified, "Ky2", signer(CLERK, "rsa"))
        assert states(found(twice)) == [(HEAD, True, True), (CLERK, True, True)]


def test_bytes_that_the_signature_leaves_out_are_seen(found: Found, once: bytes) -> None:
    match = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\]", once)
    assert match
    wider = b"/ByteRange [0 %d %d %d]" % (int(match[1]), int(match[2]) + 1, int(match[3]) - 1)
    assert len(wider) == len(match[0])
    assert states(found(once.replace(match[0], wider))) == [(HEAD, False, False)]


@pytest.mark.parametrize(
    "digits", [b"0", b"ab", b"30820100", b"zz"], ids=["nothing", "noise", "half", "no digits"]
)
def test_a_signature_of_rubbish_is_one_that_cannot_be_checked(
    found: Found, once: bytes, digits: bytes
) -> None:
    begin, end = contents(once)
    rubbish = (digits * (end - begin))[: end - begin]
    assert found(once[:begin] + rubbish + once[end:]) == (UNCHECKED,)


@pytest.mark.parametrize(
    ("numbers", "whole"),
    [(b"0 9 9", None), (b"-1 5 9 9", None), (b"0 9 5 9", None), (b"0 (a) 3 4", None), (b"0 9 99 -1", None),
     (b"0 9 99 999999999999", False), (b"0 9 99 9", False)],
)  # fmt: skip
def test_what_does_not_say_which_bytes_are_signed_cannot_be_checked(
    found: Found, once: bytes, numbers: bytes, whole: bool | None
) -> None:
    match = re.search(rb"/ByteRange \[[^]]*\]", once)
    assert match
    odd = (b"/ByteRange [%b]" % numbers).ljust(len(match[0]))
    assert states(found(once.replace(match[0], odd))) == [(HEAD, whole, False)]


@pytest.mark.parametrize("name", ["2A8648CE3D040302", "608648016503040201"], ids=["ECDSA", "SHA-256"])
def test_an_algorithm_that_nobody_knows_leaves_open_whether_the_paper_was_changed(
    found: Found, once: bytes, name: str
) -> None:
    begin, end = contents(once)
    # The last time it is named is where the signer says what he used; before, the certificate names its own.
    head, known, tail = once[begin:end].rpartition(name.encode())
    assert known
    unknown = head + known[:-2] + b"7E" + tail
    (one,) = found(once[:begin] + unknown + once[end:])
    assert (one.signer, one.authority, one.whole, one.complete) == (HEAD, AUTHORITY, None, False)


def test_a_key_that_did_not_sign_is_seen(found: Found, once: bytes) -> None:
    begin, end = contents(once)
    own = once[begin:end].rstrip(b"0")
    # Its last digits are of the signature proper, two numbers: another number is nobody's signature.
    other = own[:-2] + (b"11" if own[-2:] != b"11" else b"22")
    assert states(found(once[:begin] + other.ljust(end - begin, b"0") + once[end:])) == [(HEAD, False, False)]


def test_a_protected_paper_that_opens_without_a_password_is_checked(found: Found) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(PAPER)))
    writer.encrypt(owner_pass="chủ", user_pass="")  # noqa: S106
    stream = io.BytesIO()
    writer.write(stream)
    assert found(stream.getvalue()) == ()

    def unlock(opened: Any) -> None:
        opened.encrypt("")

    once = signed(stream.getvalue(), before=unlock)
    assert states(found(once)) == [(HEAD, True, True)]


def test_a_paper_behind_a_password_raises_nothing(found: Found) -> None:
    writer = copy_into_new_writer(PdfFileReader(io.BytesIO(PAPER)))
    handler = StandardSecurityHandler.build_from_pw("kín", "kín")
    assert handler.version == SecurityHandlerVersion.AES256
    writer._assign_security_handler(handler)
    stream = io.BytesIO()
    writer.write(stream)
    locked = signed(stream.getvalue(), before=lambda opened: opened.encrypt("kín"))
    assert found(locked) == (UNCHECKED,)


def test_a_name_is_fit_to_be_shown(found: Found) -> None:
    (one,) = found(signed(PAPER, who=signer("Trần\x00\u202eVăn\n  A" + " x" * 10)))
    assert one.signer == "Trần Văn A" + " x" * 10


def test_broken_papers_raise_nothing(found: Found, once: bytes) -> None:
    assert found(b"") == found(b"%PDF-1.4") == found(PAPER) == ()
    assert found(once[: len(once) // 2]) == ()
    assert found(once[:-300]) == (UNCHECKED,)
    assert found(b"%PDF-1.4\n/ByteRange [0 1 2 3]") == (UNCHECKED,)


def test_fields_without_end_and_in_each_other_raise_nothing(found: Found) -> None:
    catalogue = b"<</Type/Catalog/AcroForm<</Fields[3 0 R]>>/Pages 2 0 R>>"
    pages = b"<</Type/Pages/Kids[]/Count 0>>"
    last = b"<</T(a)/FT/Sig/V<</ByteRange [0 1 2 3]/Contents<00>>>>>"
    deep = [b"<</T(a)/Kids[%d 0 R]>>" % (number + 1) for number in range(3, 2000)]
    assert found(raw_pdf(catalogue, pages, *deep, last)) == (UNCHECKED,)
    everywhere = b" ".join(b"%d 0 R" % number for number in range(3, 203))
    many = raw_pdf(catalogue.replace(b"3 0 R", everywhere), pages, *[last] * 200)
    assert found(many) == (UNCHECKED,) * 64


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damages=st.lists(st.tuples(st.integers(0, 99_999), st.integers(0, 255)), min_size=1, max_size=8))
def test_damage_anywhere_never_raises(tmp_path: Path, damages: list[tuple[int, int]]) -> None:
    once = signed_once()
    damaged = bytearray(once)
    for place, value in damages:
        damaged[place % len(damaged)] = value
    path = tmp_path / "damaged.pdf"
    path.write_bytes(damaged)
    begin, end = contents(once)
    outside = damaged[:begin] != once[:begin] or damaged[end:] != once[end:]
    assert not (outside and any(one.whole for one in signatures_of(path)))


def test_an_unsigned_paper_costs_no_import(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(PAPER)
    code = (
        "import sys; from pathlib import Path; from archive.ingest.signatures import signatures_of;"
        " assert signatures_of(Path(sys.argv[1])) == (); assert 'pyhanko' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code, str(tmp_path / "a.pdf")], check=True)


def test_a_file_that_a_process_died_of_is_only_looked_over(tmp_path: Path, once: bytes) -> None:
    (tmp_path / "a.pdf").write_bytes(PAPER)
    (tmp_path / "b.pdf").write_bytes(b"%PDF" + b" " * ((1 << 20) - 9) + once)
    assert unchecked_signatures_of(tmp_path / "a.pdf") == ()
    assert unchecked_signatures_of(tmp_path / "b.pdf") == (UNCHECKED,)


def test_a_reading_carries_its_signatures(tmp_path: Path, once: bytes) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(once)
    with Readers(1, 2 << 30) as readers:
        job = Job(path, readers, Limits.of(Settings()))
        job.wait()
    reading = job.reading("", "r")
    assert states(reading.signatures) == [(HEAD, True, True)]
    assert "Trang hai" in reading.pages[1].text


def test_the_samples_are_real_papers(once: bytes) -> None:
    """What the tests sign is a PDF that others open, too."""
    document = pypdfium2.PdfDocument(once)
    assert len(document) == 2
    document.close()
