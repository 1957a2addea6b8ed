"""Schema of the tantivy index: the fields of a row, and which rows are within a sight."""

import tantivy
from tantivy import Query

from archive.evidence.sight import Sight
from archive.index.analysis import ANALYSIS_VERSION
from archive.index.entries import FACETS

SCHEMA_VERSION = 3


def _state() -> str:
    # The versions are part of the schema, so no file beside the index can say otherwise.
    return f"state_{SCHEMA_VERSION}_{ANALYSIS_VERSION}"


def schema_of_pages() -> tantivy.Schema:
    """The fields. An index with others was made by another version."""
    builder = tantivy.SchemaBuilder()
    for name in ("exact", "folded", "label_exact", "label_folded"):
        builder.add_text_field(name, tokenizer_name="whitespace")
    for name in ("document", "code", "named", "mark", _state(), *FACETS):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("number", "order", *(f"{facet}_number" for facet in FACETS)):
        builder.add_integer_field(name, fast=True)
    builder.add_integer_field("page", fast=True, indexed=True)
    builder.add_bytes_field("record", stored=True)
    return builder.build()


def within_sight(schema: tantivy.Schema, sight: Sight) -> tuple[Query, ...]:
    """What a row must match to be seen; nothing where everything is seen. It adds nothing to the score."""
    marks = sight.marks()
    if marks is None:
        return ()
    return (Query.const_score_query(Query.term_set_query(schema, "mark", list(marks)), 0.0),)
