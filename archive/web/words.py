"""Words: how a page speaks. The sentences of one language; numbers, days and sizes written its way."""

from datetime import date, datetime

from archive.wording import Wording, load_wording

_HARD_SPACE = "\u00a0"


class Words:
    """The words of one page. All of it is plain text; the templates escape it."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self.language = wording.language
        self.say = wording.say
        self.number = wording.number

    @classmethod
    def of(cls, language: str) -> "Words":
        """The words of "vi" or "en"."""
        return cls(load_wording(language))

    def count(self, key: str, count: int, **values: object) -> str:
        """A number with its unit: the sentence ``key``, or ``key_one`` for one."""
        return self.say(f"{key}_one" if count == 1 else key, n=self.number(count), **values)

    def has(self, key: str) -> bool:
        """Whether there is such a sentence."""
        return key in self._wording.sentences

    def date(self, iso: str | None) -> str:
        """``03/10/2022``; empty for None; what is no date stays as it is."""
        if not iso:
            return ""
        try:
            return date.fromisoformat(iso).strftime("%d/%m/%Y")
        except ValueError:
            return iso

    def moment(self, iso: str) -> str:
        """``03/10/2022 07:45``, by the clock of the one who wrote it down."""
        try:
            return datetime.fromisoformat(iso).strftime("%d/%m/%Y %H:%M")
        except ValueError:
            return iso

    def symbol(self, text: str) -> str:
        """A document's symbol; one whose number, often handwritten, could not be read begins with dots."""
        return f"…{text}" if text.startswith("/") else text

    def size(self, count: int) -> str:
        """A number of bytes in the unit that leaves one to three digits: ``226,6 kB``."""
        value, unit = float(count), "byte"
        for larger in ("kB", "MB", "GB", "TB"):
            if value < 1000:
                break
            value, unit = value / 1000, larger
        written = str(count) if unit == "byte" else f"{value:.1f}"
        return self._decimal(written) + _HARD_SPACE + unit

    def percent(self, share: float) -> str:
        """``93 %``."""
        return f"{round(share * 100)}{_HARD_SPACE}%"

    def _decimal(self, written: str) -> str:
        return written.replace(".", ",") if self.language == "vi" else written
