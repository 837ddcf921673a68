"""Page contexts are frozen data without flask: a view fills them, a template reads them."""

import dataclasses
import inspect
import subprocess
import sys
from typing import Any

import pytest

from portal.web.accounts import pages as account_pages
from portal.web.careers import pages as careers_pages
from portal.web.kit import pages as kit_pages
from portal.web.kit import parts, year_parts
from portal.web.public import pages

from .kitchen import ROOT

CONTEXTS = [
    thing
    for module in (pages, kit_pages, account_pages, careers_pages, parts, year_parts)
    for _, thing in inspect.getmembers(module, inspect.isclass)
    if dataclasses.is_dataclass(thing) and thing.__module__ == module.__name__
]


@pytest.mark.parametrize("context", CONTEXTS, ids=lambda context: context.__name__)
def test_context_is_frozen_and_slim(context: Any) -> None:
    assert context.__dataclass_params__.frozen
    assert "__slots__" in vars(context)


@pytest.mark.parametrize(
    "page",
    [c for c in CONTEXTS if c.__module__ not in (parts.__name__, year_parts.__name__)],
    ids=lambda c: c.__name__,
)
def test_page_context_names_its_template(page: Any) -> None:
    template = page.__doc__.split(".html")[0].split()[-1] + ".html"
    assert (ROOT / "templates" / template).is_file()


def test_contexts_know_neither_flask_nor_database() -> None:
    """Read as bare modules: the package around them holds views, which may know both."""
    names = ["kit.parts", "kit.year_parts", "kit.pages", "public.pages", "accounts.pages", "careers.pages"]
    code = (
        "import sys, types\n"
        "for name in ('portal.web', 'portal.web.kit', 'portal.web.public', 'portal.web.accounts', 'portal.web.careers'):\n"
        "    sys.modules[name] = module = types.ModuleType(name)\n"
        "    module.__path__ = [name.replace('.', '/')]\n"
        f"for name in {names}: __import__('portal.web.' + name)\n"
        "print([name for name in ('flask', 'sqlalchemy', 'wtforms') if name in sys.modules])\n"
    )
    out = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert out.stdout.strip() == "[]"
