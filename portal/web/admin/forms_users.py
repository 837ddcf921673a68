"""Forms about accounts."""

from typing import Any

from flask_babel import lazy_gettext
from wtforms import EmailField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, DataRequired, Length, ValidationError

from portal.accounts.directory import STATE_LABELS, AccountFilter, AccountState
from portal.vocabulary.people import MEMBERSHIP_LABELS, ROLE_LABELS, MembershipRole, Role
from portal.web.admin.filtering import FilterForm
from portal.web.kit.fields import DeskForm, in_one_line, without_controls
from portal.web.kit.words import gettext as _

CHOOSE = lazy_gettext("Bitte wählen Sie.")


class UserFilterForm(FilterForm):
    """Narrows the list of accounts."""

    words = StringField(lazy_gettext("Name oder Adresse"), name="suche", filters=[in_one_line])
    role = SelectField(lazy_gettext("Rolle"), name="rolle", validate_choice=False)
    state = SelectField(lazy_gettext("Zustand"), name="zustand", validate_choice=False)

    def __init__(self) -> None:
        super().__init__(
            role=[(role.value, _(ROLE_LABELS[role])) for role in Role],
            state=[(state.value, _(STATE_LABELS[state])) for state in AccountState],
        )

    def wanted(self) -> AccountFilter:
        """What the list is narrowed to; ask `ignored` before."""
        return AccountFilter(
            (self.words.data or "")[:200],
            Role(self.role.data) if self.role.data else None,
            AccountState(self.state.data) if self.state.data else None,
        )


class RoleForm(DeskForm):
    """What an account may do in the whole portal."""

    role = RadioField(
        lazy_gettext("Rolle"), validate_choice=False, validators=[AnyOf(list(Role), message=CHOOSE)]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, _(ROLE_LABELS[role])) for role in Role]


class PartForm(DeskForm):
    """Joins an account to an institution."""

    institution = SelectField(lazy_gettext("Anbieter"), validate_choice=False)
    part = RadioField(
        lazy_gettext("Rolle bei diesem Anbieter"),
        validate_choice=False,
        validators=[AnyOf(list(MembershipRole), message=CHOOSE)],
    )

    def __init__(self, institutions: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.institution.choices = [
            ("", _("Bitte wählen")),
            *((str(key), name) for key, name in institutions),
        ]
        self.part.choices = [(part.value, _(MEMBERSHIP_LABELS[part])) for part in MembershipRole]

    def validate_institution(self, field: SelectField) -> None:
        if field.data not in {value for value, _label in field.choices if value}:
            raise ValidationError(_("Bitte wählen Sie einen Anbieter."))


class FactorForm(DeskForm):
    """Why the second factor of somebody else is switched off."""

    reason = TextAreaField(
        lazy_gettext("Grund"),
        description=lazy_gettext(
            "Zum Beispiel: Telefon verloren, Person am Telefon erkannt. Er steht im Protokoll und im Brief an die Person."
        ),
        filters=[without_controls],
        validators=[
            DataRequired(lazy_gettext("Bitte schreiben Sie, warum.")),
            Length(
                max=500, message=lazy_gettext("Bitte kürzen Sie den Grund auf höchstens %(max)d Zeichen.")
            ),
        ],
    )


class InviteForm(DeskForm):
    """Invites somebody into a role of the portal."""

    email = EmailField(
        lazy_gettext("E-Mail-Adresse"),
        filters=[in_one_line],
        validators=[DataRequired(lazy_gettext("Bitte geben Sie die Adresse ein."))],
    )
    role = RadioField(
        lazy_gettext("Rolle"),
        validate_choice=False,
        validators=[AnyOf([Role.EDITOR, Role.ADMINISTRATOR], message=CHOOSE)],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.role.choices = [(role.value, _(ROLE_LABELS[role])) for role in (Role.EDITOR, Role.ADMINISTRATOR)]
