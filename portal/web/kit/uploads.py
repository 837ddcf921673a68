"""The part of a form that asks for a picture. An uploaded file is stored at once, in a transaction of its own: whatever else is
wrong with the form, the picture need not be chosen again. Its id waits in a signed field that is good for one person."""

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app, request
from flask_babel import lazy_gettext
from flask_wtf.file import FileField
from itsdangerous import BadSignature, Signer
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, ImmutableMultiDict
from wtforms import HiddenField, SelectField, StringField

from portal import clock
from portal.errors import Conflict
from portal.extensions import db
from portal.models import Image
from portal.uploads import actions
from portal.uploads.actions import Credit
from portal.vocabulary.labels import N_
from portal.vocabulary.pictures import LICENCE_LABELS
from portal.web.kit import addresses, guards
from portal.web.kit import parts as p
from portal.web.kit.fields import Tick, in_one_line
from portal.web.kit.words import gettext as _

AREAS = ("desk.", "editorial.")
MOST_BYTES = (
    32 * 1024 * 1024
)  # so that a photo of 12 MB is answered with a sentence in its form, not with an error page
MOST_PARTS = 4000
_NAMES = ("picture", "picture_kept", "picture_alt", "picture_author", "picture_licence", "picture_remove")
LOST = N_("Das Bild von vorhin ist nicht mehr da. Bitte wählen Sie es noch einmal.")


def install(app: Flask) -> None:
    app.url_value_preprocessor(make_room)  # before the check of the CSRF token reads the form


def make_room(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """Forms of the desks may be larger than what everybody may send: pictures, and many dates with many fields."""
    if endpoint and endpoint.startswith(AREAS):
        request.max_content_length, request.max_form_parts = MOST_BYTES, MOST_PARTS


class PictureFields:
    """To be mixed in before DeskForm. A view fills it with `data=uploads.of_image(image)`, writes nothing before it is validated,
    and asks `form.take_picture()` for the id to store. components/picture_fields.html draws it, in a form that sends files."""

    _fields: dict[str, Any]
    picture = FileField(
        lazy_gettext("Bilddatei"),
        description=lazy_gettext("JPEG, PNG oder WebP, mindestens 400 Pixel breit, höchstens 8 MB."),
        render_kw={"accept": "image/jpeg,image/png,image/webp"},
    )
    picture_kept = HiddenField()
    picture_alt = StringField(
        lazy_gettext("Was ist auf dem Bild zu sehen?"),
        description=lazy_gettext(
            "Für Menschen, die das Bild nicht sehen. Zum Beispiel: Zwei Frauen an der Töpferscheibe."
        ),
        filters=[in_one_line],
    )
    picture_author = StringField(
        lazy_gettext("Wer hat das Bild gemacht?"),
        description=lazy_gettext("Der Name steht neben dem Bild."),
        filters=[in_one_line],
    )
    picture_licence = SelectField(lazy_gettext("Wie darf es gezeigt werden?"), validate_choice=False)
    picture_remove = Tick(lazy_gettext("Dieses Bild entfernen"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _NAMES:  # they were made before the form's own fields, but stand behind them
            self._fields[name] = self._fields.pop(name)
        self._image = _found(self.picture_kept.data)
        self._offer_licences()
        if self._image is None and not request.form:
            self.picture_kept.data = (
                None  # a draft whose picture was swept up is an open question, not an error
            )

    def _offer_licences(self) -> None:
        """The usual ones, and what the picture came with."""
        labels = list(LICENCE_LABELS.values())
        if self._image and self._image.licence not in ("", *labels):
            labels.append(self._image.licence)
        self.picture_licence.choices = [("", _("Bitte wählen")), *((label, _(label)) for label in labels)]

    @property
    def shown_picture(self) -> p.Image | None:
        """What the form has for a picture now."""
        if self._image is None:
            return None
        image = self._image
        return p.Image(addresses.picture(image.path), image.alt, width=image.width, height=image.height)

    def validate(self, extra_validators: Any = None) -> bool:
        """Beside what the other fields say: a usable file, and words for it."""
        fits = bool(super().validate(extra_validators))  # type: ignore[misc]  # the form this is mixed into
        self._hold()
        if self.picture_kept.data and self._image is None:
            self.picture_kept.data = None  # the next time the form may do without
            if not self.picture.errors:
                _say(self.picture, _(LOST))
        if self._image and not self.picture_remove.data:
            self._check_words()
        mine = (self.picture, self.picture_alt, self.picture_author, self.picture_licence)
        return fits and not any(field.errors for field in mine)

    def _hold(self) -> None:
        """Store the file that came, before anything else can go wrong."""
        given = self.picture.data
        if not isinstance(given, FileStorage) or not given.filename:
            return
        try:
            with Session(db.engine, expire_on_commit=False) as own:
                self._image = actions.hold_picture(
                    own,
                    given.stream,  # type: ignore[arg-type]  # a spooled file reads like any other
                    credit=self._credit(),
                    folder=current_app.extensions["agora_settings"].uploads_dir,
                    now=clock.now(),
                )
                own.commit()
        except Conflict as problem:
            _say(self.picture, _(str(problem)))
            return
        self.picture_kept.data = token(self._image.id)
        self.picture_remove.data = False  # who chooses another one wants a picture
        _post_again(self.picture_kept.name, self.picture_kept.data, self.picture.name)
        given.close()

    def _check_words(self) -> None:
        fields = {"alt": self.picture_alt, "author": self.picture_author, "licence": self.picture_licence}
        for name, field in fields.items():
            try:
                actions.checked(Credit(**{**dict.fromkeys(fields, "x"), name: field.data or ""}))
            except Conflict as problem:
                _say(field, _(str(problem)))
        known = [value for value, _label in self.picture_licence.choices]
        if self.picture_licence.data and self.picture_licence.data not in known:
            _say(self.picture_licence, _(actions.NO_LICENCE))

    def _credit(self) -> Credit:
        return Credit(
            self.picture_alt.data or "", self.picture_author.data or "", self.picture_licence.data or ""
        )

    def take_picture(self) -> int | None:
        """The id of the picture with its present words, once the form is valid; None without one. Flushes."""
        if self._image is None or self.picture_remove.data:
            return None
        return actions.describe(db.session(), image_id=self._image.id, credit=self._credit()).id


def of_image(image: Image | None) -> Mapping[str, Any]:
    """What fills the fields for a stored picture."""
    if image is None:
        return {}
    return {
        "picture_kept": token(image.id),
        "picture_alt": image.alt,
        "picture_author": image.author,
        "picture_licence": image.licence,
    }


def token(image_id: int) -> str:
    """ "<id>.<signature>": nobody can put another person's picture into a form, used or not."""
    return _signer().sign(str(image_id)).decode()


def _signer() -> Signer:
    return Signer(current_app.secret_key or "", salt=f"picture of {guards.me().user_id}")


def _found(kept: str | None) -> Image | None:
    """The picture behind a token, if it is one and the picture is still there."""
    if not kept:
        return None
    try:
        number = _signer().unsign(kept.encode(errors="replace")).decode()
    except BadSignature:
        return None
    return db.session.get(Image, int(number))


def _say(field: Any, message: str) -> None:
    field.errors = [*field.errors, message]


def _post_again(name: str, value: str, file: str) -> None:
    """From here on the form counts as posted with the picture in it, so that a draft of it holds the picture too, and that a
    second try after a clash in the database finds it."""
    rest = [pair for pair in request.form.items(multi=True) if pair[0] != name]
    request.form = ImmutableMultiDict([*rest, (name, value)])
    request.files = ImmutableMultiDict([pair for pair in request.files.items(multi=True) if pair[0] != file])
