"""Checks (kiểm tra): the chain's head, the checks that were made, and how to check it all oneself."""

from starlette.requests import Request
from starlette.responses import Response

from archive.catalogue import Catalogue
from archive.fixity import checks_made
from archive.web.portal import catalogue_of, portal_of
from archive.web.rendering import page
from storage.ledger import Head

CHAIN = """\
cat ledger/*.jsonl | {
  previous=0000000000000000000000000000000000000000000000000000000000000000
  lines=0
  while IFS= read -r line; do
    case $line in
      *"\\"previous\\":\\"$previous\\""*) ;;
      *) echo "broken after line $lines"; exit 1 ;;
    esac
    previous=$(printf %s "$line" | sha256sum | cut -d ' ' -f 1)
    lines=$((lines + 1))
  done
  echo "$lines $previous"
}"""
"""Follows the chain with a plain shell and sha256sum; prints how many lines there are, and the head."""

OBJECTS = """\
find objects -type f -path 'objects/??/*' |
  sed 's|^objects/../\\(.*\\)$|\\1  &|' |
  sha256sum --check --quiet"""
"""Compares every object with its name; prints nothing where all are as they came."""

ONE = "sha256sum"
"""Prints the digest of a downloaded original, which its page names."""


def head_of(catalogue: Catalogue) -> Head | None:
    """The head that the catalogue has followed the chain to; None for who does not see the whole archive."""
    # The first line speaks of the archive as a whole: whoever is shown it is shown how long the history is.
    return catalogue.position.head if catalogue.history_of_kind("opened") else None


def checks(request: Request) -> Response:
    """``/kiem-tra``"""
    with catalogue_of(request) as catalogue:
        head = head_of(catalogue)
    response = page(
        request,
        "checks.html",
        head=head,
        runs=checks_made(portal_of(request).archive.root) if head else (),
        chain=CHAIN,
        objects=OBJECTS,
        one=ONE,
    )
    response.headers["Cache-Control"] = "no-store"
    return response
