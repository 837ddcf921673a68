"""Static files: versioned by content, joined without a bundler, nothing from outside the folder."""

import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from portal.web.kit.assets import Assets

from .reading import HTML, page


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "img").mkdir()
    (tmp_path / "img" / "mark.svg").write_text("<svg/>", encoding="utf-8")
    (tmp_path / "css" / "part.css").write_text('.a { background: url("../img/mark.svg") }', encoding="utf-8")
    (tmp_path / "css" / "all.css").write_text(
        '@import "part.css" layer(base);\nb { top: 0 }', encoding="utf-8"
    )
    (tmp_path.parent / "secret.txt").write_text("geheim", encoding="utf-8")
    return tmp_path


def test_parts_of_a_stylesheet_are_joined_in_their_layers(folder: Path) -> None:
    css = Assets(folder).content("css/all.css").decode()
    assert "@import" not in css
    assert css.startswith("@layer base {")
    assert "b { top: 0 }" in css


def test_references_inside_become_versioned_addresses(folder: Path) -> None:
    assets = Assets(folder)
    assert f'url("{assets.address("img/mark.svg")}")' in assets.content("css/all.css").decode()
    assert re.fullmatch(r"/assets/[0-9a-f]{12}/img/mark\.svg", assets.address("img/mark.svg"))


def test_another_content_is_another_address(folder: Path) -> None:
    before = Assets(folder).address("css/all.css")
    (folder / "css" / "part.css").write_text(".a { top: 1px }", encoding="utf-8")
    assert Assets(folder).address("css/all.css") != before


@pytest.mark.parametrize(
    "name", ["../secret.txt", "css/../../secret.txt", "/etc/passwd", "gibt-es-nicht.css", "css", ""]
)
def test_what_is_outside_or_missing_is_not_served(folder: Path, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        Assets(folder).content(name)


@pytest.mark.parametrize(
    "path",
    [
        "/assets/x/../../pyproject.toml",
        "/assets/x/%2e%2e/%2e%2e/pyproject.toml",
        "/assets/x/css/%00.css",
        "/assets/x/",
    ],
)
def test_no_address_leads_out_of_the_folder(visitor: FlaskClient, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_an_old_address_still_answers_but_is_not_kept(visitor: FlaskClient) -> None:
    answer = visitor.get("/assets/000000000000/css/agora.css")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=60"


def test_every_file_a_page_names_is_there(visitor: FlaskClient) -> None:
    named: set[str] = set()
    for path in ("/", "/suche", "/suche?q=zzzqqqxxx", "/feedback", "/muster", "/en/"):
        document = page(visitor.get(path))
        named |= {
            element.get("href") or ""
            for element in document.all("link")
            if element.get("rel") in ("stylesheet", "icon", "preload")
        }
        named |= {script.get("src") or "" for script in document.all("script") if script.get("src")}
        named |= {
            (use.get("href") or "").split("#")[0]
            for use in document.root.iter()
            if str(use.tag).endswith("}use")
        }
    assert len(named) >= 6
    for address in named:
        assert address.startswith("/assets/"), address
        assert visitor.get(address).status_code == 200, address


def test_signs_of_the_sprites_that_pages_use_exist(visitor: FlaskClient) -> None:
    document = page(visitor.get("/muster"))
    used = {use.get("href") or "" for use in document.root.iter() if str(use.tag).endswith("}use")}
    assert used
    for address in used:
        sprite, _, name = address.partition("#")
        assert f'id="{name}"' in visitor.get(sprite).text, address
    assert not list(document.root.iter(HTML + "style"))
