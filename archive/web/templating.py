"""Templating: the templates, compiled once a process for each language, and what they call by name."""

import re
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, nodes
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from archive.web import addresses
from archive.wording import LANGUAGES, Wording, load_wording

STATIC = Path(__file__).parent / "static"

_QUOTED = re.compile("“([^”]*)”")


class _Plain(Context):
    """What a template calls is called as it is: nothing of ours asks for the context first."""

    def call(self, function: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        """Call a function with the arguments that stand in the template."""
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return function(*args, **kwargs)


class _Spoken(NodeTransformer):
    """Puts in the sentences without values, which are most of what a page calls for, and the language."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._known = {"vi": mark_of_vietnamese(wording.language), "lang": wording.language}

    def visit_Call(self, node: nodes.Call) -> nodes.Node:
        """``say("page.search")``"""
        self.generic_visit(node)
        match node:
            case nodes.Call(
                node=nodes.Name(name="say"),
                args=[nodes.Const(value=key)],
                kwargs=[],
                dyn_args=None,
                dyn_kwargs=None,
            ):
                return nodes.Const(self._wording.say(key), lineno=node.lineno)
        return node

    def visit_Name(self, node: nodes.Name) -> nodes.Node:
        """``vi``, ``lang``"""
        if node.ctx == "load" and node.name in self._known:
            return nodes.Const(self._known[node.name], lineno=node.lineno)
        return node


class _Environment(Environment):
    context_class = _Plain

    def __init__(self, wording: Wording, **options: Any) -> None:
        super().__init__(**options)
        self._spoken = _Spoken(wording)

    def _generate(self, source: nodes.Template, *rest: Any, **options: Any) -> str:
        """Jinja's hook for what is done with a template before it is compiled."""
        return super()._generate(self._spoken.visit(source), *rest, **options)


def mark_of_vietnamese(language: str) -> str:
    """What the school wrote is Vietnamese on pages of other languages too, and screen readers are told."""
    return Markup(' lang="vi"') if language != "vi" else Markup("")


@cache
def templates(language: str) -> Environment:
    """The portal's templates in "vi" or "en". They do not change while it runs."""
    environment = _Environment(
        load_wording(language),
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
    for language in LANGUAGES:
        for name in templates(language).list_templates(extensions=("html",)):
            templates(language).get_template(name)


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
