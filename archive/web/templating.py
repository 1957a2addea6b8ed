"""Templating: the templates, compiled once a process, and what they call by name."""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from jinja2.runtime import Context
from markupsafe import Markup, escape

from archive.web import addresses

STATIC = Path(__file__).parent / "static"

_QUOTED = re.compile("“([^”]*)”")


class _Plain(Context):
    """What a template calls is called as it is: nothing of ours asks for the context first."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function with the arguments that stand in the template."""
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


class _Environment(Environment):
    context_class = _Plain


@cache
def templates() -> Environment:
    """The portal's templates. They do not change while it runs."""
    environment = _Environment(
        loader=PackageLoader("archive.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals["at"] = addresses
    environment.globals["static"] = static_address
    environment.filters["quoted"] = quoted
    return environment


def warm_up() -> None:
    """Compile every template, so that no reader waits for it."""
    for name in templates().list_templates(extensions=("html",)):
        templates().get_template(name)


def quoted(text: str, vi: str) -> str:
    """A sentence of ours, in which what stands in “…” is the school's: ``vi`` is the mark of its language."""
    return Markup(_QUOTED.sub(rf"“<span{vi}>\1</span>”", str(escape(text)))) if vi else text  # noqa: S704


def static_address(name: str) -> str:
    """The address of a static file, which changes when the file does, so that browsers can keep it."""
    return f"/static/{name}?v={static_version(name)}"


@cache
def static_version(name: str) -> str:
    """A name for the present state of a static file."""
    return sha256((STATIC / name).read_bytes()).hexdigest()[:12]
