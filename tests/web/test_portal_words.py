"""Words: the reader's language, whole; numbers, days and sizes in its way; a look that can be read."""

import re
import string
from html.parser import HTMLParser
from pathlib import Path

import pytest

import archive.web
from archive.web.words import Words
from archive.wording import load_wording

PACKAGE = Path(archive.web.__file__).parent
VOID = {"input", "img", "link", "meta", "br", "wbr", "rect"}
VIETNAMESE = re.compile(
    "[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]", re.IGNORECASE
)


class OwnWords(HTMLParser):
    """The words of a page that are the portal's: what is marked as Vietnamese is the school's."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self._inside: list[bool] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.words += [given[name] or "" for name in ("alt", "placeholder", "aria-label") if name in given]
        if tag not in VOID:
            self._inside.append(given.get("lang") == "vi" or tag == "title")

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._inside):
            self.words.append(data)


def test_english_pages_are_english(client, every_address):
    client.get("/?lang=en")
    wrong = (
        "/foo",
        "/H1-1.1-99",
        "/H1-1.1-01?trang=99",
        "/H1-1.1-01?trang=x",
        "/tim?q=" + "a" * 2001,
        "/hop/99",
    )
    for address in (*every_address, *wrong):
        response = client.get(address)
        if response.headers["content-type"].startswith("text/html"):
            assert '<html lang="en">' in response.text
            own = " ".join(OwnWords(response.text).words)
            assert not VIETNAMESE.search(own), (address, VIETNAMESE.findall(own), own)


def test_the_language_is_kept_in_the_one_cookie(client):
    assert "set-cookie" not in client.get("/").headers
    response = client.get("/hop?lang=en")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("lang=en;") and "HttpOnly" in cookie and "SameSite=lax" in cookie
    assert "Boxes" in client.get("/hop").text
    assert '<html lang="vi">' in client.get("/hop?lang=vi").text
    assert '<html lang="vi">' in client.get("/hop").text
    assert "set-cookie" not in client.get("/hop?lang=fr").headers


def test_the_other_language_is_the_same_page(client):
    html = client.get("/tim?q=a%26b&hop=1&trang=1").text
    assert 'href="?q=a%26b&amp;hop=1&amp;trang=1&amp;lang=en"' in html


def _portal_sentences(language: str) -> dict[str, str]:
    found = load_wording(language).sentences
    return {key: sentence for key, sentence in found.items() if key.split(".")[0].startswith("page")}


def test_both_languages_say_the_same_things():
    vietnamese, english = _portal_sentences("vi"), _portal_sentences("en")
    assert list(vietnamese) == list(english)
    for key, sentence in vietnamese.items():
        names = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        others = {name for _, name, _, _ in string.Formatter().parse(english[key]) if name}
        assert names == others, key


def test_every_sentence_is_used_and_every_sentence_used_is_there():
    package = PACKAGE
    sources = [*package.rglob("*.py"), *(package / "templates").iterdir()]
    text = "\n".join(file.read_text("utf-8") for file in sources)
    made = re.compile(
        r"page_(piece|table|media|note|reason|signature\.(label|about)_|search\.(matched|facet|language|value|sort)|reading\.(by|fault)|error\.title"
        r"|entry|looks|keeping|browse|sort|issuer|checks\.kind_)|page\.language"
    )
    there = _portal_sentences("vi")
    for key in there:
        assert made.match(key) or f'"{key.removesuffix("_one")}"' in text, f"{key} is not used"
    for key in re.findall(r'"(page(?:_[a-z]+)?\.[a-z_0-9]+)"', text):
        assert key in there or made.match(key), f"{key} is missing"


@pytest.mark.parametrize(
    ("count", "vietnamese", "english"),
    [(0, "0\u00a0byte", "0\u00a0byte"), (999, "999\u00a0byte", "999\u00a0byte"),
     (1000, "1,0\u00a0kB", "1.0\u00a0kB"),
     (226_575, "226,6\u00a0kB", "226.6\u00a0kB"), (3_500_000_000, "3,5\u00a0GB", "3.5\u00a0GB")],
)  # fmt: skip
def test_sizes(count, vietnamese, english):
    assert (Words.of("vi").size(count), Words.of("en").size(count)) == (vietnamese, english)


def test_days_and_counts():
    words = Words.of("vi")
    assert words.date("2022-10-03") == "03/10/2022"
    assert (words.date(None), words.date("tháng 10")) == ("", "tháng 10")
    assert words.moment("2023-05-16T08:05:09+07:00") == "16/05/2023 08:05"
    assert words.symbol("/QĐ-UBND") == "…/QĐ-UBND" and words.symbol("5/QĐ") == "5/QĐ"
    assert words.count("page.pieces", 1234) == "1.234 minh chứng"
    english = Words.of("en")
    assert english.count("page.pieces", 1) == "1 piece of evidence"
    assert english.count("page.pieces", 1234) == "1,234 pieces of evidence"


def _brightness(colour: str) -> float:
    digits = colour if len(colour) == 6 else "".join(2 * digit for digit in colour)
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_brightness(one), _brightness(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_stylesheet_is_small_and_its_text_stands_out():
    css = (PACKAGE / "static" / "portal.css").read_text("utf-8")
    assert len(css.encode()) < 24_000
    assert "url(" not in css and "@import" not in css
    light, dark = (
        dict(re.findall(r"--([a-z-]+): #([0-9a-f]+);", part)) for part in css.split("@media (prefers")[:2]
    )
    for colours in (light, dark):
        for ground in ("paper", "sheet"):
            for text in ("ink", "quiet", "accent"):
                assert _contrast(colours[text], colours[ground]) >= 7, (text, ground)
        assert _contrast(colours["mark-ink"], colours["mark"]) >= 7


def test_the_script_is_short():
    script = (PACKAGE / "static" / "portal.js").read_text("utf-8")
    assert len(script.splitlines()) <= 150
