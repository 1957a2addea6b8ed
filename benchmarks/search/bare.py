"""Bare tantivy: one row a page, one field of text, kept too; the ten lines that its own tutorial has."""

from collections.abc import Iterable
from pathlib import Path

import tantivy

from archive.index.analysis import word_keys


class Bare:
    """An index of pages. ``folded``: the words are cut and folded by us, as a search without marks needs."""

    def __init__(self, path: Path, *, folded: bool) -> None:
        path.mkdir()
        builder = tantivy.SchemaBuilder()
        builder.add_text_field("text", stored=True, tokenizer_name="whitespace" if folded else "default")
        self._folded = folded
        self._index = tantivy.Index(builder.build(), str(path))

    def build(self, pages: Iterable[str]) -> None:
        """Index the pages."""
        writer = self._index.writer(64_000_000, 2)
        for page in pages:
            writer.add_document(tantivy.Document(text=self._text(page)))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()

    def ask(self, question: str) -> int:
        """The twenty best pages and their texts, by any of the words; how many pages there are."""
        query = self._index.parse_query(self._text(question), ["text"])
        searcher = self._index.searcher()
        answer = searcher.search(query, 20)
        for _, address in answer.hits:
            searcher.doc(address)
        return int(answer.count)  # type: ignore[attr-defined]

    def _text(self, text: str) -> str:
        return " ".join(folded for _, folded in word_keys(text)) if self._folded else text
