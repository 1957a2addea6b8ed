"""Narrowing (thu hẹp): the facets of an answer, and the filters that are chosen, each with its address."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import get_args

from starlette.requests import Request

from archive.evidence.documents import Origin
from archive.evidence.standards import Edition
from archive.index.hits import Answer
from archive.web import addresses, asked
from archive.web.words import Words

Filters = tuple[tuple[str, str], ...]
Address = Callable[..., str]
"""The address of the same search with other filters, or another page of it."""

_SHOWN_VALUES = 8

_NAMED = ("standard", "criterion", "type", "issuer")
"""Facets whose values are in the school's words, not the page's."""


@dataclass(frozen=True)
class Choice:
    """A facet's value: its label, how many documents have it, the address with it added or taken away."""

    label: str
    count: int | None
    address: str
    chosen: bool
    named_by_school: bool


@dataclass(frozen=True)
class Facet:
    """A facet with its values; ``more`` are those behind "show all"."""

    name: str
    choices: tuple[Choice, ...]
    more: tuple[Choice, ...]


def filters_of(request: Request) -> Filters:
    """The filters that an address names, each once."""
    found = (
        (facet, value.strip())
        for facet, parameter in addresses.FACET_PARAMETERS.items()
        for value in request.query_params.getlist(parameter)
    )
    return tuple(dict.fromkeys((facet, value) for facet, value in found if value))


def facets_of(
    answer: Answer, address: Address, filters: Filters, edition: Edition, words: Words
) -> Iterator[Facet]:
    """The facets of an answer that have a value; choosing one that is chosen takes it away again."""
    for facet in addresses.FACET_PARAMETERS:
        choices = []
        for value, count in ((one.value, one.count) for one in answer.facets.get(facet, ())):
            pair = (facet, value)
            chosen = pair in filters
            others = tuple(one for one in filters if one != pair) if chosen else (*filters, pair)
            choice = address(others)
            choices.append(
                Choice(label(facet, value, edition, words), count, choice, chosen, facet in _NAMED)
            )
        if choices:
            yield Facet(facet, tuple(choices[:_SHOWN_VALUES]), tuple(choices[_SHOWN_VALUES:]))


def chosen_of(address: Address, filters: Filters, edition: Edition, words: Words) -> tuple[Choice, ...]:
    """The filters, each with the address without it."""
    return tuple(
        Choice(
            label(facet, value, edition, words),
            None,
            address(one for one in filters if one != (facet, value)),
            True,
            facet in _NAMED,
        )
        for facet, value in filters
    )


def label(facet: str, value: str, edition: Edition, words: Words) -> str:
    """A facet's value as the reader knows it; a value that means nothing stands as it is."""
    number = asked.whole(value)
    if facet == "standard" and number and (standard := edition.standard(number)):
        return words.say("page_search.value_standard", n=number, name=standard.name)
    if facet == "criterion":
        named = next((one for one in edition.criteria if str(one.id) == value), None)
        return f"{value} {named.name}" if named else value
    if facet == "origin" and value in get_args(Origin):
        return words.say(f"page_search.value_{value}")
    if facet == "box":
        return words.say("page_search.value_box", n=value)
    return value[:1].upper() + value[1:] if facet == "type" else value
