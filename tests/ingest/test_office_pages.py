"""A Word file's text: all that is printed, in the order it is read, on the pages where Word had it."""

import dataclasses
import io
import zipfile
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml

from archive.evidence.refusals import Reason
from archive.ingest.limits import Limits, ReadFault
from archive.ingest.office import docx_pages
from archive.settings import Settings

LIMITS = Limits.of(Settings())
SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RENDERED = "<w:lastRenderedPageBreak/>"
HARD = '<w:br w:type="page"/>'


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{text}</w:t>'


def p(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(f'<w:r>{run}</w:r>' for run in runs)}</w:p>"


def made(path: Path, body: str, footnotes: str = "", endnotes: str = "") -> Path:
    """A Word file of this body, and of these notes."""
    document = docx.Document()
    part = document.part
    inside = part.element.body
    for element in parse_xml(f"<w:body {SPACES}>{body}</w:body>"):
        inside.insert(len(inside) - 1, element)
    for name, notes in (("footnotes", footnotes), ("endnotes", endnotes)):
        if notes:
            kind = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{name}+xml"
            blob = f"<w:{name} {SPACES}>{notes}</w:{name}>".encode()
            target = Part(PackURI(f"/word/{name}.xml"), kind, blob, part.package)
            part.relate_to(target, f"{RELATIONSHIP_TYPE.OFFICE_DOCUMENT.rpartition('/')[0]}/{name}")
    document.save(str(path))
    return path


def pages(path: Path, body: str, footnotes: str = "", endnotes: str = "") -> list[str]:
    made(path / "tệp", body, footnotes, endnotes)
    return [part.text for part in docx_pages(path / "tệp", LIMITS)]


def test_pages_end_where_word_ended_them_also_within_a_paragraph(tmp_path: Path) -> None:
    long = " ".join(["Nhà trường có kế hoạch giáo dục."] * 150)
    body = p(t(long)) + p(t("Minh chứng [H1-1."), RENDERED + t("1-01] kèm theo.")) + p(t("Hết."))
    assert pages(tmp_path, body) == [
        f"{long}\nMinh chứng [H1-1.",
        "1-01] kèm theo.\nHết.",
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (p(t("một") + HARD) + p(RENDERED + t("hai")), ["một", "hai"]),
        (p(t("một") + HARD + RENDERED + t("hai")), ["một", "hai"]),
        (p(t("một") + HARD) + p() + p(RENDERED + t("hai")), ["một", "hai"]),
        (p(t("một")) + p(RENDERED + t("hai"), properties="<w:pageBreakBefore/>"), ["một", "hai"]),
        (p(t("một") + HARD) + p(t("hai"), properties="<w:pageBreakBefore/>"), ["một", "hai"]),
        (p(t("một"), properties="<w:pageBreakBefore/>") + p(t("hai")), ["một\nhai"]),
        (p(t("một")) + p(t("hai"), properties='<w:pageBreakBefore w:val="0"/>'), ["một\nhai"]),
        (p(t("một") + HARD) + p(HARD) + p(t("ba")), ["một", "", "ba"]),
        (p(t("một")) + p(RENDERED) + p(RENDERED + t("ba")), ["một", "", "ba"]),
        (p(t("một") + HARD) + p(RENDERED + t("hai")) + p(RENDERED + t("ba")), ["một", "hai", "ba"]),
    ],
)  # fmt: skip
def test_a_break_that_word_noted_down_again_ends_one_page(
    tmp_path: Path, body: str, expected: list[str]
) -> None:
    assert pages(tmp_path, body) == expected


@pytest.mark.parametrize(("kind", "count"), [("", 2), ("oddPage", 2), ("continuous", 1), ("nextColumn", 1)])
def test_how_a_section_begins_is_said_at_its_own_end(tmp_path: Path, kind: str, count: int) -> None:
    first = '<w:sectPr><w:type w:val="nextPage"/></w:sectPr>'
    second = f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>' if kind else "<w:sectPr/>"
    last = p(t("ba"))  # its section, of the empty document, begins a page
    body = p(t("một"), properties=first) + p(t("hai"), properties=second) + last
    assert len(pages(tmp_path, body)) == count + 1


def test_a_row_over_two_pages_ends_one_page(tmp_path: Path) -> None:
    cells = "".join(f"<w:tc>{p(t(f'{n} trước'), RENDERED + t(f', {n} sau'))}</w:tc>" for n in ("a", "b"))
    body = (
        p(t("đầu")) + f"<w:tbl><w:tr>{cells}</w:tr><w:tr><w:tc>{p(RENDERED + t('c'))}</w:tc></w:tr></w:tbl>"
    )
    assert pages(tmp_path, body) == ["đầu\na trước", ", a sau\nb trước, b sau", "c"]


def test_a_text_box_is_read_once_behind_its_paragraph(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p(t('[H1-1.1-02]'))}{p(t('bên lề') + RENDERED)}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing>'
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert pages(tmp_path, p(t("Trước ") + both + t("và sau.")) + p(t("Hết."))) == [
        "Trước và sau.\n[H1-1.1-02]\nbên lề\nHết."
    ]
    only_old = f"<w:pict><v:textbox>{box}</v:textbox></w:pict>"
    assert pages(tmp_path, p(only_old)) == ["[H1-1.1-02]\nbên lề"]
    picture = both.replace(f"<wps:txbx>{box}</wps:txbx>", "")
    assert pages(tmp_path, p(picture)) == ["[H1-1.1-02]\nbên lề"]


def test_notes_stand_at_the_foot_of_the_page_that_refers_to_them(tmp_path: Path) -> None:
    codes = (p("<w:footnoteRef/>", t(f" Xem [H1-1.1-0{n}]")) + p(t("và sổ")) for n in (1, 2))
    foot = "".join(f'<w:footnote w:id="{n}">{code}</w:footnote>' for n, code in enumerate(codes, 1))
    separator = f'<w:footnote w:type="separator" w:id="-1">{p(t("gạch"))}</w:footnote>'
    end = f'<w:endnote w:id="1">{p(t("Cuối bài"))}</w:endnote>'
    first = p(t("Có kế hoạch") + '<w:footnoteReference w:id="1"/>' + t(" và sổ") + RENDERED + t(" sách"))
    second = p(t("đủ") + '<w:endnoteReference w:id="1"/>' + '<w:footnoteReference w:id="2"/>' + t("."))
    again = p(t("lại") + '<w:footnoteReference w:id="2"/>' + '<w:footnoteReference w:id="9"/>')
    assert pages(tmp_path, first + second + again, separator + foot, end) == [
        "Có kế hoạch[1] và sổ\n[1] Xem [H1-1.1-01] và sổ",
        "sách\nđủ[2][3].\nlại[4][5]\n[2] Cuối bài\n[3] Xem [H1-1.1-02] và sổ",
    ]


def test_what_was_inserted_is_read_and_what_was_deleted_is_not(tmp_path: Path) -> None:
    deleted = "<w:del><w:r><w:delText>[H1-1.1-09]</w:delText></w:r></w:del>"
    moved = f"<w:moveFrom><w:r>{t('[H1-1.1-08]')}</w:r></w:moveFrom>"
    there = f"<w:moveTo><w:r>{t('[H1-1.1-07]')}</w:r></w:moveTo>"
    inserted = f"<w:ins><w:r>{t('[H1-1.1-06]')}</w:r></w:ins>"
    row = f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(t('hàng bỏ'))}</w:tc></w:tr>"
    merged = p(t("Dòng một "), properties="<w:rPr><w:del/></w:rPr>") + p(t("nối dòng hai."))
    body = f"<w:p>{deleted}{moved}{there}{inserted}</w:p><w:tbl>{row}</w:tbl>{merged}"
    assert pages(tmp_path, body) == ["[H1-1.1-07][H1-1.1-06]\nDòng một nối dòng hai."]


def test_text_in_links_fields_and_content_controls_is_read(tmp_path: Path) -> None:
    control = "<w:sdt><w:sdtPr><w:alias/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    inline = control.format(f"<w:r>{t('Tiêu chí 1.1')}</w:r>")
    block = control.format(p(t("khối")))
    cell = control.format(f"<w:tc>{p(t('ô'))}</w:tc>")
    link = f"<w:hyperlink><w:r>{t(' [H1-1.1-01]')}</w:r></w:hyperlink>"
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> PAGE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r>{t(" 12")}</w:r>'
        f"<w:fldSimple><w:r>{t('/60')}</w:r></w:fldSimple>"
    )
    signs = p(t("a") + "<w:tab/>" + t("b") + "<w:noBreakHyphen/>" + t("c") + "<w:br/>" + t("d"))
    body = f"<w:p>{inline}{link}{field}</w:p>{block}<w:tbl><w:tr>{cell}</w:tr></w:tbl>{signs}"
    assert pages(tmp_path, body) == ["Tiêu chí 1.1 [H1-1.1-01] 12/60\nkhối\nô\na\tb-c\nd"]


def test_without_words_pages_it_is_cut_as_before(tmp_path: Path) -> None:
    line = "Nhà trường có kế hoạch. " * 40
    found = pages(tmp_path, "".join(p(t(line)) for _ in range(9)) + p(HARD) + p(t("Phụ lục")))
    assert [len(text) // len(line.strip()) for text in found] == [3, 3, 3, 0]
    assert found[-1] == "Phụ lục"


def test_what_was_added_to_a_laid_out_page_is_cut(tmp_path: Path) -> None:
    line = "Nhà trường có kế hoạch. " * 40
    found = pages(tmp_path, p(t("Bìa")) + p(RENDERED + t("Lời đầu")) + "".join(p(t(line)) for _ in range(30)))
    assert len(found) == 4 and all(len(text) < 12_100 for text in found)


def test_more_pages_than_may_be_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "tệp", "".join(p(RENDERED + t("trang")) for _ in range(30)))
    assert len(docx_pages(path, LIMITS)) == 31
    with pytest.raises(ReadFault) as fault:
        docx_pages(path, dataclasses.replace(LIMITS, pages=30))
    assert fault.value.reason is Reason.TOO_MANY_PAGES


def test_one_note_is_not_told_a_million_times(tmp_path: Path) -> None:
    note = f'<w:footnote w:id="1">{p(t("x" * 10_000))}</w:footnote>'
    refers = '<w:footnoteReference w:id="1"/>' * 5_000
    assert "".join(pages(tmp_path, p(refers), note)).count("x") == 10_000


@pytest.mark.parametrize("part", ["word/document.xml", "word/footnotes.xml"])
def test_a_part_that_is_no_xml_is_a_broken_file(tmp_path: Path, part: str) -> None:
    whole = made(tmp_path / "nguyên", p(t("một")), f'<w:footnote w:id="1">{p(t("chú"))}</w:footnote>')
    target = io.BytesIO()
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(target, "w") as copy:
        for name in source.namelist():
            copy.writestr(name, source.read(name)[:150] if name == part else source.read(name))
    (tmp_path / "tệp").write_bytes(target.getvalue())
    with pytest.raises(ReadFault) as fault:
        docx_pages(tmp_path / "tệp", LIMITS)
    assert fault.value.reason is Reason.BROKEN
