"""How templates are compiled: once per language, with the texts of the interface already in place."""

from collections.abc import MutableMapping
from typing import Any, Self

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.visitor import NodeTransformer

from portal.web.kit import languages
from portal.web.kit.translations import in_template


class WordsInPlace(NodeTransformer):
    """Replaces `_('words')` by what they are in the present language: a page says some fifty such words."""

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802  Jinja's visitors are named like this
        self.generic_visit(call)
        if (
            not isinstance(call.node, nodes.Name)
            or call.node.name != "_"
            or call.kwargs
            or len(call.args) != 1
        ):
            return call
        said = call.args[0]
        if not isinstance(said, nodes.Const):
            return call
        return nodes.MarkSafe(
            nodes.Const(str(in_template(said.value)), lineno=call.lineno), lineno=call.lineno
        )


class TemplatesByLanguage(dict[Any, Any]):
    """The compiled templates, each once per language; there are only as many as there are files."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get((languages.current(), key), default)

    def __setitem__(self, key: Any, template: Template) -> None:
        super().__setitem__((languages.current(), key), template)


class LeanEnvironment(Environment):
    """Flask's environment without what costs a page most of its time.

    It hands templates the plain dictionary of globals: Jinja's chained one makes every {% from … import %} cost 20 µs.
    """

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cache = TemplatesByLanguage()

    def overlay(self, *args: Any, **options: Any) -> Self:
        """An environment of other options compiles for itself: letters, whose words are Markdown."""
        options.setdefault("cache_size", -1)
        return super().overlay(*args, **options)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals

    def _generate(self, source: nodes.Template, *args: Any, **options: Any) -> str:
        """Letters have words of their own (kit/letters.py), which are left alone."""
        if self.globals.get("_") is in_template:
            WordsInPlace().visit(source)
        return super()._generate(source, *args, **options)
