"""The macros one by one: documented, small, shown on the pattern page, and right in their edge cases."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import Markup

from portal.web.kit import parts as p
from portal.web.public import samples, samples_year

from .contexts import PAGES
from .kitchen import TEMPLATES, WatchingLoader, environment, macro, site

COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
ALL = sorted(TEMPLATES.rglob("*.html"))


@pytest.fixture(params=COMPONENTS, ids=lambda path: path.stem)
def component(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


def test_component_holds_one_macro_of_its_own_name_and_says_how_to_use_it(component: Path) -> None:
    text = component.read_text(encoding="utf-8")
    assert re.findall(r"{% macro (\w+)\(", text) == [component.stem]
    comment = text.split("-#}")[0]
    assert comment.startswith(f"{{#- {component.stem}: ")
    assert "Example:" in comment
    signature = re.search(r"{% macro \w+\((.*)\) -%}", text)
    assert signature
    for argument in re.findall(r"(\w+)(?:=[^,]+)?", re.sub(r"'[^']*'|\(\)", "x", signature[1])):
        if argument not in ("x", "True", "False", "None"):
            assert argument in comment, argument


def test_component_is_short(component: Path) -> None:
    assert len(component.read_text(encoding="utf-8").splitlines()) <= 60


def test_pattern_page_shows_every_component() -> None:
    loader = WatchingLoader(TEMPLATES)
    template, context = PAGES["muster"]
    environment(loader).get_template(template).render({**site(), **context()})
    shown = {Path(name).stem for name in loader.seen if name.startswith("components/")}
    on_every_page = {"masthead", "menu", "footer"}
    assert {path.stem for path in COMPONENTS} == shown | on_every_page


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_template_is_short_and_free_of_style_and_handlers(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 120
    banned = r"\sstyle=|\son[a-z]+=|javascript:" + ("" if path.parent.name == "mail" else "|<style")
    assert not re.search(banned, text)  # a letter has no style sheet to link to


def test_every_page_template_is_rendered_by_a_test() -> None:
    pages = {
        str(path.relative_to(TEMPLATES))
        for path in ALL
        if path.parent.name in ("public", "accounts", "careers", "errors")
    }
    assert pages - {template for template, _ in PAGES.values()} == {
        "public/civic_hint.html",
        "public/offer_meta.html",
        "public/patterns_desk.html",
    }


def test_visible_words_go_through_the_catalogue() -> None:
    """No bare German between two tags: what a reader sees stands in _() or ngettext()."""
    for path in ALL:
        text = re.sub(r"{#.*?#}", "", path.read_text(encoding="utf-8"), flags=re.S)
        text = re.sub(r"{{.*?}}|{%.*?%}|<style>.*?</style>", "", text, flags=re.S)
        bare = {words.strip() for words in re.findall(r">([^<>]*[A-Za-zÄÖÜäöüß]{3,}[^<>]*)<", text)}
        assert not bare - {"--sun", "--sky", "--coral", "--sage", "Agora", 'class="large-type"'}, path


def test_cancelled_entry_is_struck_and_says_what_now() -> None:
    html = macro("entry", samples.CARDS[2], 3)
    assert 'class="entry entry--off"' in html
    assert "<b>Der Kurs fällt aus.</b>" in html
    assert "Abgesagt" in html


def test_entry_without_date_shows_a_word() -> None:
    html = macro("entry", samples.CARDS[1], 2)
    assert "<time" not in html
    assert ">laufend<" in html
    assert "<h2 " in html


def test_entry_marks_words_but_trusts_nothing_else() -> None:
    card = p.OfferCard(
        1, "/?a=1&b=2", "course", "<Kurs>", "A & B", Markup("<mark>Holz</mark> &amp; Leim"), p.NOTHING
    )
    html = macro("entry", card, 2)
    assert "<mark>Holz</mark> &amp; Leim" in html
    assert "&lt;Kurs&gt;" in html
    assert "A &amp; B" in html
    assert "entry__side" not in html


def test_facet_option_names_its_parameter_and_keeps_zero() -> None:
    options = (
        p.FacetOption("art", 'a"b', "Kurs & Co", 0, True, "course"),
        p.FacetOption("thema", "x", "X", 2, is_narrower=True),
    )
    html = macro("facet_options", options, "/static/img/shapes.svg")
    assert 'name="art" value="a&#34;b" checked' in html
    assert "Kurs &amp; Co" in html
    assert '<span class="option__n">0</span>' in html
    assert "option--narrower" in html


def test_facet_folds_rare_options_once_more() -> None:
    html = macro("facet", samples.GROUPS[0], samples.PatternsPage())
    assert "1 weitere Möglichkeit<" in html
    assert html.index("weitere") < html.index('value="frist"')


def test_pagination_shows_gap_and_present_page() -> None:
    html = macro("pagination", samples.PAGES)
    assert '<span aria-current="page"><span class="sr-only">Seite </span>2</span>' in html
    assert '<span class="gap">…</span>' in html
    assert 'rel="prev"' in html


def test_single_page_needs_no_pagination() -> None:
    assert macro("pagination", p.Pagination(None, None, (p.PageLink(1, "#", True),))).strip() == ""


def test_access_says_yes_no_and_ask_in_words() -> None:
    html = macro("access", samples.PLACE.access)
    assert "<span>Eingang ohne Stufen</span>" in html
    assert "Gebärdensprache: nein" in html
    assert "Induktionsschleife: bitte nachfragen" in html


def test_moved_date_shows_old_and_new_time() -> None:
    html = macro("run", samples.RUN)
    assert "<del>10:00</del> <b>13:00 bis 14:30 Uhr</b>" in html
    assert "<details open>" in html


def test_control_ties_hint_and_error_to_the_field() -> None:
    form = samples.sample_form()
    assert 'aria-describedby="title-hinweis"' in macro("control", form.title)
    html = macro("control", form.email, autocomplete="email")
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="email-fehler"' in html
    assert 'autocomplete="email"' in html


def test_form_without_errors_has_no_summary() -> None:
    assert macro("error_summary", samples.SampleForm()).strip() == ""


def test_trap_is_out_of_sight_and_out_of_the_tab_order() -> None:
    html = macro("trap", samples.sample_form().website)
    assert 'tabindex="-1"' in html
    assert 'aria-hidden="true"' in html


def test_all_day_slot_says_so() -> None:
    assert "den ganzen Tag" in macro("slot", samples.DAY.slots[1])


def test_lifeline_puts_a_question_above_the_phase_it_leads_into() -> None:
    html = macro("lifeline", samples.PHASES, "Ihre Lebenslinie")
    assert '<li class="lifeline__question col-2"><a href="#grundschule">' in html
    assert "lifeline__question--loop col-5" in html
    assert html.count("lifeline__phase") == 6
    assert "1 Angebot<" in html


def test_german_words_on_an_english_page_say_that_they_are_german() -> None:
    html = macro("entry", replace(samples.CARDS[0], lang="de"), 2)
    assert '<h2 class="entry__title" lang="de">' in html
    assert '<p class="entry__text" lang="de">' in html
    assert "lang=" not in macro("entry", samples.CARDS[0], 2)


def test_sorts_of_the_school_year_differ_in_words_as_well_as_in_form() -> None:
    rows = {row.sort: macro("year_entry", row) for row in samples_year.YEAR_SAMPLES.rows if not row.is_off}
    assert "Termin: Donnerstag" in rows["event"]
    assert "Frist: bis Freitag" in rows["deadline"]
    assert "Zeitraum: 5. bis 16. Oktober" in rows["window"]
    assert "Aktionstag: Donnerstag" in rows["action"]
    assert all(f"yentry--{sort}" in html for sort, html in rows.items())
    assert "<h3" not in rows["holiday"], "a layer, no entry"


def test_row_that_is_off_is_struck_and_says_why() -> None:
    html = macro("year_entry", samples_year.OFF)
    assert '<del><span lang="de">Tag der offenen Tür</span></del>' in html
    assert "Das Haus wird saniert." in html
    assert "Abgesagt" in html


def test_row_about_registering_says_so_in_its_title() -> None:
    assert ">Anmeldeschluss: Berufswahl-SIEGEL" in macro("year_entry", samples_year.DEADLINE)


def test_band_and_grids_are_for_the_eye_alone_and_hold_no_links() -> None:
    for html in (
        macro("year_band", samples_year.BAND),
        macro("minigrid", samples_year.WEEKDAYS, samples_year.WEEKS),
    ):
        assert 'aria-hidden="true"' in html
        assert "<a " not in html


def test_marks_that_stand_for_several_days_bear_their_number() -> None:
    html = macro("year_band", samples_year.BAND)
    assert html.count('class="n"') == 1
    assert html.count('class="below"') == 1


def test_month_without_rows_says_so_and_names_what_goes_on() -> None:
    html = macro("year_month", samples_year.MONTH)
    assert "In diesem Monat beginnt nichts." in html
    assert "Läuft weiter:" in html
    assert "1 weiterer Zeitraum" in html
