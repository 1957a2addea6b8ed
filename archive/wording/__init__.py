"""Wording: every sentence a person at the school reads, in Vietnamese and in English.

One folder a language, one TOML file a part of the program; a sentence's key is its table and name, such as
``refusal.empty``. Values are put in by name: ``{pages}``.
"""

import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("vi", "en")


class Wording:
    """The sentences of one language."""

    def __init__(self, language: str, sentences: dict[str, str]) -> None:
        self.language = language
        self.sentences = sentences

    def say(self, key: str, **values: object) -> str:
        """The sentence of ``key`` with its values. ``KeyError`` for an unknown key or a missing value."""
        return self.sentences[key].format(**values)

    def number(self, value: int) -> str:
        """A whole number with thousands set apart as the language does: 10.000 or 10,000."""
        grouped = f"{value:,}"
        return grouped.replace(",", ".") if self.language == "vi" else grouped


@cache
def load_wording(language: str) -> Wording:
    """The wording of "vi" or "en". ``ValueError`` for another language or a key that stands twice."""
    if language not in LANGUAGES:
        raise ValueError(f"no wording for {language!r}")
    sentences: dict[str, str] = {}
    for file in sorted((files(__name__) / language).iterdir(), key=lambda file: file.name):
        if file.name.endswith(".toml"):
            for table, entries in tomllib.loads(file.read_text("utf-8")).items():
                for name, sentence in entries.items():
                    if f"{table}.{name}" in sentences:
                        raise ValueError(f"{language}: {table}.{name} stands twice")
                    sentences[f"{table}.{name}"] = sentence
    return Wording(language, sentences)
