"""What a paper bears, and what the register has, files it by itself; with the reason in the history."""

import pytest

from archive.evidence import events
from archive.home import Archive
from archive.ingest.readers import Readers
from tests.builders import AT, drop, ingest, pdf

HEAD = """TRƯỜNG THCS KIM SƠN
Số: {number}/QĐ-THCSKS
Kim Sơn, ngày {day} tháng 9 năm 2021
QUYẾT ĐỊNH
{subject}
"""
REGISTER = (
    events.Registered("H1-1.2-03", "Quyết định thành lập Hội đồng thi đua", "Số 31/QĐ-THCSKS ngày 15/9/2021"),
    events.Registered("H1-1.2-04", "Quyết định thành lập Hội đồng kỷ luật", "Số 32/QĐ-THCSKS ngày 15/9/2021"),
)


@pytest.fixture
def listed(archive: Archive) -> Archive:
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(*REGISTER)
    return archive


def paper(number: str = "31", day: int = 15, subject: str = "Về việc thành lập Hội đồng thi đua") -> bytes:
    return pdf(HEAD.format(number=number, day=day, subject=subject))


@pytest.mark.parametrize(
    ("path", "content", "expected"),
    [
        ("SCAN_1.pdf", paper(), ("H1-1.2-03", "symbol-and-date")),
        (
            "SCAN_1.pdf",
            paper("32", 15, "Về việc thành lập Hội đồng kỷ luật"),
            ("H1-1.2-04", "symbol-and-date"),
        ),
        # A number and a day that the register does not have: it may be another council's decision.
        ("SCAN_1.pdf", paper("77", 28, "Về việc thành lập Hội đồng khoa học"), (None, "no-code")),
        # The name and the folder have the word before the register.
        ("H1-1.2-09 a.pdf", paper(), ("H1-1.2-09", "code-in-name")),
        ("TC 1.2/SCAN.pdf", paper(), ("H1-1.2-03", "symbol-and-date")),
        ("TC 1.5/SCAN.pdf", paper(), ("H1-1.5-01", "criterion-in-folder")),
        ("SCAN_1.pdf", pdf("[H1-1.4-07]\nBiên bản họp tổ chuyên môn tháng 9"), ("H1-1.4-07", "code-on-page")),
        ("SCAN_1.pdf", pdf("[H1-9.4-07]\nBiên bản họp tổ chuyên môn tháng 9"), (None, "unknown-criterion")),
        ("SCAN_1.pdf", pdf("[H1-1.4-07]\n[H1-1.4-08]\nBiên bản họp tổ chuyên môn"), (None, "several-codes")),
    ],
)
def test_a_paper_files_itself(
    listed: Archive, readers: Readers, path: str, content: bytes, expected: tuple[str | None, str]
) -> None:
    drop(listed, path, content)
    (outcome,) = ingest(listed, readers)
    assert (outcome.code, outcome.reason) == expected
    if outcome.code:
        last = [events.decode(line.event) for line, _ in listed.ledger.read()][-1]
        assert isinstance(last, events.Filed) and (last.code, last.reason) == expected


def test_what_is_dropped_again_once_the_register_is_there_is_filed_then(
    archive: Archive, readers: Readers
) -> None:
    drop(archive, "SCAN_1.pdf", paper())
    assert ingest(archive, readers)[0].kind == "tray"
    with archive.writing(lambda: AT, "x") as registrar:
        registrar.record(*REGISTER)
    drop(archive, "SCAN_1.pdf", paper())
    assert ingest(archive, readers)[0].code == "H1-1.2-03"
