"""A mail's page lists what came with it, and the page of that says which mail it came with."""

import re
from email.message import EmailMessage

import pytest
from portal_sample import NOON
from starlette.testclient import TestClient

from archive.evidence.sight import Sight
from archive.home import Archive
from archive.index.follow import Following
from archive.index.hits import Question
from archive.ingest.readers import Readers
from archive.web.app import create_app
from tests.builders import drop, ingest, make_home, pdf
from tests.running import run_here

PAPER, DRAFT = "H1-1.1-01 Biên bản họp.pdf", "Bản nháp <b>.pdf"


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, readers: Readers) -> Archive:
    """A mail with two attachments, one of which is filed, and a paper that only has its name."""
    made = make_home(tmp_path_factory.mktemp("mail") / "kho")
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Mời họp"
    mail["Date"] = "Mon, 03 Oct 2022 08:00:00 +0700"
    mail.set_content("Kính gửi nhà trường")
    for name in (PAPER, DRAFT):
        mail.add_attachment(pdf(name), "application", "pdf", filename=name)
    drop(made, "Thư mời.eml", mail.as_bytes())
    drop(made, "Thư mời.pdf", pdf("Một văn bản khác"))
    assert len(ingest(made, readers)) == 4
    return made


@pytest.fixture(scope="module")
def pages(archive: Archive, readers: Readers) -> dict[str, tuple[str, str]]:
    """Address and page of each document, by its path."""
    client = TestClient(create_app(archive, readers, lambda: NOON))
    with archive.catalogue() as catalogue:
        documents = catalogue.all_documents()
    found = {one.path: client.get(f"/van-ban/{one.digest}") for one in documents}
    return {path: (f"{one.url.path}?{one.url.query.decode()}", one.text) for path, one in found.items()}


def links(html: str, heading: str) -> list[tuple[str, str]]:
    """Address and words of the links behind a heading of the facts."""
    match = re.search(rf"<dt>{heading}</dt>(.*?)<dt>", html, re.DOTALL)
    found = re.findall(r'<a href="([^"]*)">(.*?)</a>', match[1]) if match else []
    return [(address, re.sub(r"<[^>]*>", "", words)) for address, words in found]


def test_a_mail_lists_its_attachments(pages: dict[str, tuple[str, str]]) -> None:
    found = links(pages["Thư mời.eml"][1], "2 tệp đính kèm")
    assert sorted(words for _, words in found) == ["Bản nháp &lt;b&gt;", "H1-1.1-01 Biên bản họp"]
    assert "Ngày ban hành</dt><dd>03/10/2022" in pages["Thư mời.eml"][1]
    assert "theo đầu thư" in pages["Thư mời.eml"][1]


@pytest.mark.parametrize("name", [PAPER, DRAFT])
def test_an_attachment_names_its_mail(pages: dict[str, tuple[str, str]], name: str) -> None:
    ((address, words),) = links(pages[f"Thư mời.eml/{name}"][1], "Đính kèm thư")
    assert pages["Thư mời.eml"][0].startswith(address) and words == "Thư mời"
    back = [address for address, _ in links(pages["Thư mời.eml"][1], "2 tệp đính kèm")]
    assert any(pages[f"Thư mời.eml/{name}"][0].startswith(one.replace("&amp;", "&")) for one in back)


def test_a_document_beside_a_mail_came_without_one(pages: dict[str, tuple[str, str]]) -> None:
    html = pages["Thư mời.pdf"][1]
    assert "Đính kèm thư" not in html and "tệp đính kèm" not in html


def test_a_mail_is_hidden_and_shown_with_what_is_sensitive_in_it(archive: Archive) -> None:
    council = Sight(sensitive=False)
    index = Following(archive.index_path, archive.settings.engine)

    def seen() -> list[str]:
        with archive.catalogue(council) as catalogue:
            shown = {one.digest: one.name for one in catalogue.all_documents()}
        # The index, which keeps marks of its own, has to say the same.
        assert {hit.document for hit in index.search(Question("", 10, sight=council)).hits} == shown.keys()
        return sorted(shown.values())

    def mark(*undo: str) -> None:
        command = ("sensitive", "H1-1.1-01", "--reason", "có tên học sinh", "--home", archive.root)
        assert run_here(*command, *undo).returncode == 0

    mark()
    assert seen() == ["Thư mời.pdf"]
    with archive.catalogue(council) as catalogue:
        assert [one.path for one in catalogue.tray()] == ["Thư mời.pdf"]
    mark("--undo")
    assert len(seen()) == 4
    index.close()
