"""Reading (cách đọc): by what a document's text was got, and which pages have none."""

from archive.evidence.documents import Page, Reading
from archive.web.words import Words

_LAYER = ("text", "layout")


def how_read(reading: Reading | None, words: Words) -> tuple[str, ...]:
    """A sentence for each way in which pages were read, and one for the pages that were not."""
    if reading is None:
        return (words.say("page_reading.missing"),)
    layer = [page for page in reading.pages if page.origin in _LAYER]
    converted = [page for page in reading.pages if page.origin == "converted"]
    recognised = [page for page in reading.pages if page.origin == "ocr"]
    unread = [page for page in reading.pages if page.origin == "none"]
    sentences = []
    if layer:
        sentences.append(words.count("page_reading.layer", len(layer)))
    if converted:
        sentences.append(words.count("page_reading.converted", len(converted)))
    if recognised:
        sure = [page.confidence for page in recognised if page.confidence is not None]
        if sure:
            mean = words.percent(sum(sure) / len(sure))
            sentences.append(words.count("page_reading.ocr", len(recognised), sure=mean))
        else:
            sentences.append(words.count("page_reading.ocr_unmeasured", len(recognised)))
    if unread:
        numbers = ", ".join(str(page.number) for page in unread[:20]) + ("…" if len(unread) > 20 else "")
        sentences.append(words.count("page_reading.unread", len(unread), numbers=numbers))
    return tuple(sentences)


def why_empty(page: Page | None, words: Words) -> str:
    """Why a page has no text to show; empty when it has."""
    if page is None:
        return words.say("page_reading.missing")
    if page.fault:
        key = f"page_reading.fault_{page.fault.replace('-', '_')}"
        return words.say(key if words.has(key) else "page_reading.fault_other")
    return "" if page.text.strip() else words.say("page_reading.empty")


def page_read(page: Page, words: Words) -> str:
    """By what this page was read, in a word or two, and whether it had to be turned for it."""
    by = _read_by(page, words)
    return words.say("page_reading.turned", by=by, degrees=page.turned) if page.turned else by


def _read_by(page: Page, words: Words) -> str:
    if page.origin == "ocr":
        if page.confidence is None:
            return words.say("page_reading.by_ocr_unmeasured")
        return words.say("page_reading.by_ocr", sure=words.percent(page.confidence))
    return words.say(f"page_reading.by_{page.origin}")
