"""A form that asks for a picture: what is refused and why, and that a picture is never to be chosen twice."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, redirect, render_template_string, request
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart
from wtforms import StringField
from wtforms.validators import DataRequired

from portal.extensions import db
from portal.models import FormDraft, Image, Offer
from portal.uploads import actions, making
from portal.web.kit import unsaved, uploads
from portal.web.kit.fields import DeskForm, in_one_line
from portal.web.kit.guards import signed_in as behind_login
from portal.web.kit.uploads import PictureFields
from tests.budgets import BUDGETS
from tests.judge import JudgingClient
from tests.rooms.uploads.pictures import PAGE, PHP, SVG, exif, picture
from tests.web.hall import HOSTILE
from tests.web.people import account, csrf, signed_in
from tests.web.reading import HTML, Document, page, text_of

ADDRESS = "/anbieterbereich/bildprobe"
WORDS = {
    "picture_alt": "Zwei Frauen am Brennofen",
    "picture_author": "A. Muster",
    "picture_licence": "CC BY 4.0",
}
TEMPLATE = """{% extends "layouts/desk.html" %}{% from "components/picture_fields.html" import picture_fields %}
{% from "components/control.html" import control %}{% from "components/error_summary.html" import error_summary %}
{% block heading %}Probe{% endblock %}{% block work %}<form method="post" enctype="multipart/form-data" novalidate>
<input type="hidden" name="csrf_token" value="{{ csrf_token() }}">{{ error_summary(form) }}{{ control(form.title) }}
{{ picture_fields(form) }}<button class="btn" type="submit">Weiter</button></form>{% endblock %}"""


class Trial(PictureFields, DeskForm):
    """An offer's title and picture, as the form of an offer has them."""

    title = StringField(
        "Titel", filters=[in_one_line], validators=[DataRequired("Bitte geben Sie einen Titel ein.")]
    )


@behind_login
def trial() -> Any:
    unsaved.keeps_drafts()
    offer = db.session.query(Offer).order_by(Offer.id).first()
    assert offer is not None
    form = Trial(data={"title": offer.title, **uploads.of_image(offer.image)})
    if request.method == "GET":
        return render_template_string(TEMPLATE, form=form)
    if not form.validate_on_submit():
        return render_template_string(TEMPLATE, form=form), 400
    if "twice" in request.form:  # as after a clash in the database
        form = Trial()
        assert form.validate(), form.errors
    offer.image_id = form.take_picture()
    db.session.flush()
    return redirect(ADDRESS, 303)


@pytest.fixture
def trial_app(own_app: Flask) -> Flask:
    own_app.add_url_rule(ADDRESS, "desk.picture_trial", trial, methods=["GET", "POST"])
    return own_app


@pytest.fixture
def client(trial_app: Flask) -> JudgingClient:
    visitor = signed_in(trial_app, "anbieter@demo.example")
    visitor.budgets = {**BUDGETS, "desk.picture_trial": 16}
    return visitor


def send(
    client: JudgingClient, content: bytes | None = None, name: str = "bild.jpg", **fields: str
) -> TestResponse:
    data: dict[str, Any] = {"csrf_token": csrf(client, ADDRESS), "title": "Töpfern", **fields}
    if content is not None:
        data["picture"] = FileStorage(BytesIO(content), name)
    return multipart(client, ADDRESS, data)


def multipart(client: JudgingClient, address: str, data: dict[str, Any]) -> TestResponse:
    """Encoded here, since the test client leaves large files open."""
    boundary, body = encode_multipart(data)
    return client.post(address, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def stored(app: Flask) -> list[Image]:
    with app.app_context():
        found = list(db.session.query(Image).order_by(Image.id))
        db.session.expunge_all()
        return found


def shown(app: Flask) -> Image | None:
    """The offer's picture."""
    with app.app_context():
        offer = db.session.query(Offer).order_by(Offer.id).first()
        image = offer.image if offer else None
        db.session.expunge_all()
        return image


def files(app: Flask) -> list[Path]:
    folder: Path = app.extensions["agora_settings"].uploads_dir
    return sorted(folder.iterdir()) if folder.is_dir() else []


def errors(answer: TestResponse) -> list[str]:
    assert answer.status_code == 400
    document = page(answer)
    labels = {f"#{one.get('for')}": text_of(one) for one in document.all("label")}
    links = [one for box in document.all("div", class_="errorsummary") for one in box.iter(HTML + "a")]
    return [
        text_of(one).removeprefix(labels.get(one.get("href") or "", "")).removeprefix(":").strip()
        for one in links
    ]


def kept(document: Document) -> str:
    return document.one("input", name="picture_kept").get("value") or ""


def test_a_picture_with_its_words_is_kept_and_shown(trial_app: Flask, client: JudgingClient) -> None:
    answer = send(client, picture(exif=exif(6)), **WORDS)
    assert answer.status_code == 303
    image = shown(trial_app)
    assert image and (image.alt, image.author, image.licence, image.width, image.height) == (
        *WORDS.values(),
        600,
        800,
    )
    [file] = files(trial_app)
    served = JudgingClient(trial_app).get(f"/bilder/{image.path}")
    assert (served.mimetype, served.data) == ("image/webp", file.read_bytes())
    served.close()
    assert b"Kamera" not in file.read_bytes()
    document = page(client.get(ADDRESS))
    assert document.one("input", name="picture_alt").get("value") == WORDS["picture_alt"]
    assert [one.get("src") for one in document.all("img") if "bilder" in (one.get("src") or "")] == [
        f"/bilder/{image.path}"
    ]


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"Protokoll", "bild.jpg", making.NO_PICTURE),
        (PHP, "bild.jpg", making.NO_PICTURE),
        (SVG, "bild.png", making.NO_PICTURE),
        (PAGE, "bild.webp", making.NO_PICTURE),
        (picture() + PHP, "bild.jpg", making.HIDES_CODE),
        (picture()[:4000], "bild.jpg", making.BROKEN),
        (picture("PNG", (399, 300)), "bild.png", making.TOO_NARROW),
        (picture() + b"\0" * making.MOST_BYTES, "bild.jpg", making.TOO_HEAVY),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "bild.jpg", making.FROM_PHONE),
        (b"", "bild.jpg", making.EMPTY),
    ],
    ids=["text", "php", "svg", "html", "polyglot", "truncated", "narrow", "heavy", "heic", "empty"],
)
def test_what_cannot_be_shown_is_refused_with_a_sentence(
    trial_app: Flask, client: JudgingClient, content: bytes, name: str, sentence: str
) -> None:
    answer = send(client, content, name, **WORDS)
    assert errors(answer) == [sentence]
    assert page(answer).one("input", name="picture_alt").get("value") == WORDS["picture_alt"], (
        "what was typed stays"
    )
    assert (stored(trial_app), files(trial_app)) == ([], [])


def test_the_name_of_the_file_means_nothing(trial_app: Flask, client: JudgingClient) -> None:
    assert send(client, picture("PNG"), "../../etc/böse\u202egpj.php", **WORDS).status_code == 303
    [file] = files(trial_app)
    assert re.fullmatch(r"[0-9a-f]{32}\.webp", file.name)


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("picture_alt", actions.NO_ALT),
        ("picture_author", actions.NO_AUTHOR),
        ("picture_licence", actions.NO_LICENCE),
    ],
)
def test_a_missing_word_is_named_and_the_picture_stays(
    trial_app: Flask, client: JudgingClient, field: str, sentence: str
) -> None:
    answer = send(client, picture(), **{**WORDS, field: " "})
    assert errors(answer) == [sentence]
    assert send(client, None, **WORDS, picture_kept=kept(page(answer))).status_code == 303
    image = shown(trial_app)
    assert image and len(stored(trial_app)) == 1
    assert (image.alt, image.author, image.licence) == tuple(WORDS.values())


def test_a_fault_elsewhere_costs_no_picture_not_even_in_a_closed_tab(
    trial_app: Flask, client: JudgingClient
) -> None:
    answer = send(client, picture(), **{**WORDS, "title": ""})
    assert errors(answer) == ["Bitte geben Sie einen Titel ein."]
    assert len(stored(trial_app)) == 1 and shown(trial_app) is None
    with trial_app.app_context():
        assert db.session.query(FormDraft).count() == 1
    again = page(client.get(ADDRESS))
    assert kept(again) == kept(page(answer)) != ""
    assert any("/bilder/" in (one.get("src") or "") for one in again.all("img"))
    assert send(client, None, **WORDS, picture_kept=kept(again)).status_code == 303
    assert shown(trial_app)


def test_a_second_try_of_the_same_request_finds_the_picture(trial_app: Flask, client: JudgingClient) -> None:
    assert send(client, picture(), **WORDS, twice="1").status_code == 303
    assert shown(trial_app) and len(stored(trial_app)) == 1


def test_a_draft_whose_picture_was_swept_up_opens_without_it(trial_app: Flask, client: JudgingClient) -> None:
    token = kept(page(send(client, picture(), **{**WORDS, "title": ""})))
    with trial_app.app_context():
        db.session.query(Image).delete()
        db.session.commit()
    assert kept(page(client.get(ADDRESS))) == ""
    answer = send(client, None, **WORDS, picture_kept=token)
    assert errors(answer) == [uploads.LOST]
    assert send(client, None, **WORDS, picture_kept=kept(page(answer))).status_code == 303


def test_nobody_takes_another_persons_picture_into_a_form(trial_app: Flask, client: JudgingClient) -> None:
    token = kept(page(send(client, picture(), **{**WORDS, "title": ""})))
    other = signed_in(trial_app, account(trial_app, "fremd@stadt.example"))
    other.budgets = client.budgets
    number = token.partition(".")[0]
    for forged in (
        token,
        number,
        f"{number}.",
        f"{number}.{'A' * 27}",
        "99999999999999999999.x",
        ".",
        "x.y.z",
        HOSTILE,
        "\u202e1.ä",
    ):
        assert errors(send(other, None, **WORDS, picture_kept=forged)) == [uploads.LOST], forged
    assert shown(trial_app) is None


def test_a_picture_is_removed_or_changed_for_another(trial_app: Flask, client: JudgingClient) -> None:
    send(client, picture(), **WORDS)
    first = shown(trial_app)
    token = kept(page(client.get(ADDRESS)))
    assert (
        send(
            client,
            picture("PNG"),
            **{**WORDS, "picture_alt": "Ein Ofen"},
            picture_kept=token,
            picture_remove="y",
        ).status_code
        == 303
    )
    second = shown(trial_app)
    assert first and second and first.id != second.id and second.alt == "Ein Ofen"
    token = kept(page(client.get(ADDRESS)))
    assert send(client, None, title="x", picture_kept=token, picture_remove="y").status_code == 303
    assert shown(trial_app) is None


def test_a_new_description_is_a_new_picture_of_the_same_file(trial_app: Flask, client: JudgingClient) -> None:
    send(client, picture(), **WORDS)
    before = shown(trial_app)
    token = kept(page(client.get(ADDRESS)))
    assert send(client, None, **{**WORDS, "picture_alt": "Anders"}, picture_kept=token).status_code == 303
    after = shown(trial_app)
    assert before and after and before.path == after.path and before.id != after.id, (
        "so that the change is reviewed"
    )


def test_a_licence_that_is_not_offered_is_refused_unless_the_picture_came_with_it(
    trial_app: Flask, client: JudgingClient
) -> None:
    assert errors(send(client, picture(), **{**WORDS, "picture_licence": "Meins"})) == [actions.NO_LICENCE]
    send(client, picture(), **WORDS)
    with trial_app.app_context():
        db.session.query(Image).update({"licence": "Archiv der Stadt"})
        db.session.commit()
    document = page(client.get(ADDRESS))
    assert "Archiv der Stadt" in text_of(document.one("select", name="picture_licence"))
    words = {**WORDS, "picture_licence": "Archiv der Stadt"}
    assert send(client, None, **words, picture_kept=kept(document)).status_code == 303


def test_far_too_much_is_refused_before_it_is_read(client: JudgingClient) -> None:
    answer = send(client, b"\xff" * (uploads.MOST_BYTES + 1), **WORDS)
    assert answer.status_code == 413
    assert page(answer).h1 == "Das ist zu groß"


def test_forms_of_everybody_have_no_more_room_than_before(trial_app: Flask) -> None:
    data = {"picture": FileStorage(BytesIO(b"x" * 9_000_000), "x.jpg")}
    assert multipart(JudgingClient(trial_app), "/feedback", data).status_code == 413


ANYTHING = st.text(max_size=300) | st.sampled_from(
    ["", "\x00", HOSTILE, "x" * 10_000, "1.x", "y", "CC0", "👩‍👩‍👧", "\u202e"]
)
BYTES = (
    st.none()
    | st.binary(max_size=500)
    | st.sampled_from([picture(size=(500, 400)), picture("PNG", (500, 300))[:900], b"\xff\xd8\xff" + PHP])
)


@pytest.fixture
def anything(client: JudgingClient) -> Iterator[JudgingClient]:
    client.budgets = {**client.budgets, "desk.picture_trial": 20}
    yield client


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    BYTES,
    st.text(max_size=40),
    st.fixed_dictionaries(
        {}, optional=dict.fromkeys([*WORDS, "title", "picture_kept", "picture_remove"], ANYTHING)
    ),
)
def test_anything_at_all_gets_a_page_and_never_breaks(
    trial_app: Flask, anything: JudgingClient, content: bytes | None, name: str, fields: dict[str, str]
) -> None:
    answer = send(anything, content, name.replace("\r", "").replace("\n", "") or "x", **{**WORDS, **fields})
    assert answer.status_code in (303, 400)
    image = shown(trial_app)
    assert image is None or all((image.alt, image.author, image.licence))
