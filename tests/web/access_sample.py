"""Archives for the tests of access: a whole one, and one of what an evaluator of standard 1 sees."""

import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from pathlib import Path

from portal_sample import BY, NOON, Maker, letterhead, pdf, text_page
from starlette.applications import Starlette
from starlette.testclient import TestClient

from archive.access.accounts import Account, digest_of, put, with_invitation
from archive.access.store import AccountStore
from archive.evidence import events
from archive.home import Archive
from archive.index.follow import follow
from archive.ingest.sniff import EML, PDF

SECRET = "lien-ket-moi"  # noqa: S105
PASSWORD = "trăng sáng sân trường"  # noqa: S105
TEAM = Account("a1", "Đoàn đánh giá ngoài", "evaluator", date(2023, 6, 30), (1,))
COUNCIL = Account("a2", "Hội đồng tự đánh giá", "council")
CLERK = Account("a3", "Lê Thị Văn Thư", "archivist")


@dataclass(frozen=True)
class Paper:
    """One paper of the sample: the words are on it and nowhere else. It may be a mail, or have come with one,
    ``within``. ``closed``: nobody sees it who may not see what is sensitive.
    """

    code: str | None
    title: str
    words: str
    seen: bool
    link: str | None = None
    sensitive: bool = False
    closed: bool = False
    mail: bool = False
    within: str = ""


PAPERS = (
    Paper("H1-1.1-01", "Kế hoạch chiến lược", "Chiến lược phát triển nhà trường", True),
    Paper("H1-1.5-01", "Danh sách lớp học", "Sĩ số các lớp đầu năm", True),
    Paper("H1-1.4-01", "Hồ sơ kỷ luật", "Biên bản xử lý vi phạm kín", False, sensitive=True, closed=True),
    Paper("H2-2.2-01", "Hồ sơ giáo viên", "Chuyên môn nghiệp vụ", True, link="1.5"),
    Paper("H2-2.1-01", "Đánh giá hiệu trưởng", "Chuẩn hiệu trưởng xếp loại tốt", False),
    Paper("H3-3.1-01", "Khuôn viên sân bãi", "Diện tích khu đất xây dựng", False, link="3.2"),
    Paper("H4-4.1-01", "Ban đại diện cha mẹ", "Phối hợp với phụ huynh", False),
    Paper("H5-5.2-01", "Bồi dưỡng học sinh giỏi", "Kết quả thi cấp huyện", False, link="2.3"),
    Paper(None, "Báo cáo tự đánh giá", "Phòng học [H3-3.1-01], sân [H5-5.2-01], lớp [H1-1.5-01]", False),
    Paper(None, "Giấy lạ trong khay", "Chưa ai biết xếp đâu", False),
    Paper("H1-1.4-02", "Thư về kỷ luật", "Việc nên giữ kín", False, sensitive=True, closed=True, mail=True),
    Paper(None, "Đơn xin lỗi", "Phụ huynh trình bày sự việc", False, closed=True, within="Thư về kỷ luật"),
    Paper(None, "Thư gộp", "Xin gửi nhà trường hồ sơ", False, closed=True, mail=True),
    Paper("H1-1.4-03", "Phiếu tư vấn", "Em tâm sự", False, sensitive=True, closed=True, within="Thư gộp"),
    Paper(None, "Ảnh chụp lớp", "Cả lớp cùng cười", False, closed=True, within="Thư gộp"),
)
PLACE = "Kệ bốn ngăn hai"


class Clock:
    """What the portal takes for the time."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


def name_of(paper: Paper) -> str:
    """The file's name as dropped: a mail is a folder of what came with it."""
    own = f"{paper.code or ''} {paper.title}.{'eml' if paper.mail else 'pdf'}".strip()
    mails = (name_of(one) for one in PAPERS if one.mail and one.title == paper.within)
    return "/".join((*mails, own))


def data_of(paper: Paper) -> bytes:
    """The bytes."""
    return pdf(f"paper {PAPERS.index(paper)}", "two")


def make_archive(root: Path, papers: tuple[Paper, ...]) -> tuple[Archive, dict[str, str]]:
    """An archive of these papers, with the three accounts invited; the digests by title."""
    archive = Archive.create(root, "Trường THCS Kim Sơn", "tt18-2018-thcs", NOON, BY)
    with archive.writing(lambda: NOON, BY) as registrar:
        maker = Maker(archive, registrar)
        for paper in papers:
            _put(maker, paper)
        if papers == PAPERS:
            maker.record(
                events.Boxed(4, 400, PLACE),
                events.Registered("H3-3.4-01", "Nhà vệ sinh kiểm định", dated="Số 7/BB"),
                events.Refused(None, "H5-5.9-09 Tệp hỏng.pdf", 5, "broken", "x"),
                # A paper of standard 1 that lay elsewhere before: its history names the other code.
                events.Filed(maker.digests["Danh sách lớp học"], "H4-4.2-07", "Xếp nhầm", "by-hand"),
                events.Filed(maker.digests["Danh sách lớp học"], "H1-1.5-01", "Danh sách lớp học", "by-hand"),
            )
        else:
            again = events.Filed(
                maker.digests["Danh sách lớp học"], "H1-1.5-01", "Danh sách lớp học", "by-hand"
            )
            maker.record(again)
        follow(archive.index_path, registrar.catalogue, archive.readings)
    invited = [with_invitation(one, f"{SECRET}-{one.id}", NOON, 14) for one in (TEAM, COUNCIL, CLERK)]
    store = AccountStore(archive.access)
    for account in invited:
        store.change(lambda accounts, account=account: put(accounts, account))
    assert invited[0].invitation and invited[0].invitation.digest == digest_of(f"{SECRET}-a1")
    return archive, maker.digests


def _put(maker: Maker, paper: Paper) -> None:
    filed = (paper.code, paper.title, "code-in-name") if paper.code else None
    maker.receive(
        paper.title,
        name_of(paper),
        data_of(paper),
        (text_page(1, paper.words), text_page(2, f"Trang hai {paper.title}")),
        letterhead(
            f"{len(paper.title)}/{paper.words[:2].upper()}", "2022-10-03", "Trường THCS Kim Sơn", "kế hoạch"
        ),
        media_type=EML if paper.mail else PDF,
        filed=filed,
    )
    if paper.link and paper.code:
        maker.record(events.Linked(paper.code, paper.link))
    if paper.sensitive and paper.code:
        maker.record(events.Marked(paper.code, True, "có tên học sinh"))


def visitor(app: Starlette, account: Account | None = None) -> TestClient:
    """A browser, signed in by the account's link where one is named; it follows no redirects."""
    client = TestClient(app, raise_server_exceptions=False, follow_redirects=False)
    if account:
        page = client.get(f"/moi/{SECRET}-{account.id}")
        assert page.status_code == 200, page.text
        answer = post(client, moi=f"{SECRET}-{account.id}", **{"mat-khau": PASSWORD, "lan-nua": PASSWORD})
        assert answer.status_code == 303, answer.text
    return client


def post(client: TestClient, **fields: str):
    """Send the sign-in form, with the ticket that its page gave."""
    if "phieu" not in client.cookies:
        client.get("/dang-nhap")
    return client.post("/dang-nhap", data={"phieu": client.cookies.get("phieu", "")} | fields)


def text_of(body: bytes) -> str:
    """What can be read in an answer, also in one that is packed."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(BytesIO(body)) as archive:
            body = b"\n".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", "replace")
