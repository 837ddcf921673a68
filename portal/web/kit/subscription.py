"""The box that takes a list home: addresses of its calendar for every program, and the same as QR code."""

from dataclasses import replace
from functools import lru_cache
from io import BytesIO
from urllib.parse import quote, urlencode, urlsplit

import segno
from flask import current_app
from jinja2 import Environment
from markupsafe import Markup

from portal.offers.filters import PER_PAGE, OfferFilter
from portal.web.kit import addresses, filter_words, languages
from portal.web.kit.parts import NOTHING, SubscribeBox

KEPT, BOXES_KEPT = 2_000, 500


def box(
    path: str,
    name: str,
    *,
    hint: str = "",
    news_path: str = "",
    table_path: str = "",
    mail_path: str = "",
    title: str = "",
    qr_path: str = "",
) -> SubscribeBox:
    """The box of the calendar at `path` ("/suche.ics?q=…", from the root, language included), which is called `name`.

    With `qr_path` the QR code is not drawn here but at that address: it takes as long as half a page.
    """
    https = addresses.absolute(path)
    parts = urlsplit(https)
    webcal = f"webcal://{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")
    return SubscribeBox(
        name=name,
        hint=hint,
        path=path,
        https=https,
        webcal=webcal,
        google=f"https://calendar.google.com/calendar/r?cid={quote(webcal, safe='')}",
        outlook=f"https://outlook.live.com/calendar/0/addfromweb?{urlencode({'url': https, 'name': name})}",
        qr=NOTHING if qr_path else qr_code(https),
        qr_url=qr_path,
        news_url=news_path,
        table_url=table_path,
        mail_url=mail_path,
        title=title,
        help_html=_help(languages.root(), current_app.jinja_env),
    )


def of_search(wanted: OfferFilter, *, name: str = "", hint: str = "") -> SubscribeBox:
    """The box of a search: its calendar, its news by mail or as feed, and its table; page and order do not matter to them."""
    plain = replace(wanted, page=1, per_page=PER_PAGE, sort=None)
    return box(
        addresses.search(plain, ".ics"),
        name or filter_words.title(plain),
        hint=hint,
        news_path=addresses.search(plain, ".atom"),
        table_path=addresses.search(plain, ".csv"),
        mail_path=addresses.search(plain, "/abo"),
    )


@lru_cache(maxsize=8)
def _help(_root: str, templates: Environment) -> Markup:
    component = templates.get_template("components/subscribe_help.html").module
    return Markup(component.subscribe_help())  # type: ignore[attr-defined]  # noqa: S704  a component


def rendered(box_of: SubscribeBox) -> Markup:
    """The box as HTML, kept per address and language: its help is the same on every list."""
    return _rendered(box_of, languages.root(), current_app.jinja_env)


@lru_cache(maxsize=BOXES_KEPT)
def _rendered(box_of: SubscribeBox, _root: str, templates: Environment) -> Markup:
    component = templates.get_template("components/subscribe.html").module
    return Markup(component.subscribe(box_of))  # type: ignore[attr-defined]  # noqa: S704  the component escaped it


@lru_cache(maxsize=KEPT)
def qr_code(address: str) -> Markup:
    """A QR code as inline SVG, black on white whatever the page's colours; its text alternative stands beside it."""
    drawn = _code(address).svg_inline(border=2, omitsize=True, svgclass="qr", lineclass=None, light="#fff")
    return Markup(drawn.replace("<svg ", '<svg aria-hidden="true" focusable="false" ', 1))  # noqa: S704  made of modules


def qr_image(address: str) -> bytes:
    """The same as a file of its own."""
    written = BytesIO()
    _code(address).save(written, kind="svg", border=2, scale=4, svgclass=None, lineclass=None, light="#fff")
    return written.getvalue()


def _code(address: str) -> segno.QRCode:
    """The mask is fixed: trying all eight costs four times as much, and every reader reads each of them."""
    return segno.make(address, error="m", micro=False, mask=1, boost_error=False)
