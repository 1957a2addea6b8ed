"""Faults: what the portal cannot show, as a value that becomes a friendly page with the way on."""

from dataclasses import dataclass, field

from archive.evidence.sight import Sight


@dataclass(frozen=True)
class Way:
    """A link that leads on: an address, and the sentence (key and values) that says where to."""

    address: str
    key: str
    values: dict[str, object] = field(default_factory=dict)


class Fault(Exception):
    """A request that cannot be answered as asked.

    ``key`` names the sentence for the reader, with ``values`` put in; ``ways`` come before the usual ones.
    """

    def __init__(self, status: int, key: str, *ways: Way, **values: object) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.ways = ways
        self.values = values


def beyond(sight: Sight) -> Fault:
    """It is of a part of the archive that is not in the reader's sight, whether anything is there or not."""
    standards = ", ".join(map(str, sight.standards or ()))
    way = Way("/", "page_error.way_criteria")
    return Fault(404, "page_error.out_of_sight", way, standards=standards)


def no_such_page() -> Fault:
    """Nothing has this address."""
    return Fault(404, "page_error.no_page")
