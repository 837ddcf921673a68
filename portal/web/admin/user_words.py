"""Accounts in words."""

from datetime import datetime

from flask import url_for

from portal import clock
from portal.accounts import directory, second_factor
from portal.accounts.directory import STATE_LABELS, AccountRow, Part
from portal.models import User
from portal.vocabulary.people import MEMBERSHIP_LABELS, ROLE_LABELS
from portal.web.admin.pages_users import PartRow, UserPage, UserRow
from portal.web.kit import formats, languages
from portal.web.kit.words import gettext as _


def row(found: AccountRow) -> UserRow:
    return UserRow(
        name=found.name,
        url=url_for("admin.edit_user", user_id=found.id),
        email=found.email,
        role=_(ROLE_LABELS[found.role]),
        state=_(STATE_LABELS[found.state]),
        second_factor=_("ja") if found.has_second_factor else _("nein"),
        last_login=day(found.last_login_at),
        institutions=tuple(
            _("%(name)s (%(part)s)", name=one.institution, part=_(MEMBERSHIP_LABELS[one.role]))
            for one in found.parts
        ),
    )


def page(user: User, parts: tuple[Part, ...]) -> UserPage:
    """One account, with the addresses of everything that can be done."""

    def url(name: str) -> str:
        return url_for(f"admin.{name}", user_id=user.id)

    return UserPage(
        name=user.name,
        facts=facts(user),
        parts=tuple(
            PartRow(
                one.institution_id,
                one.institution,
                _(MEMBERSHIP_LABELS[one.role]),
                url_for("admin.leave_institution", user_id=user.id, institution_id=one.institution_id),
            )
            for one in parts
        ),
        role_url=url("change_role"),
        join_url=url("join_institution"),
        reset_url=url("send_reset"),
        lock_url=url("lock_user"),
        lock_label=_("Konto sperren") if user.is_active else _("Konto wieder freigeben"),
        delete_url=url("ask_delete_user"),
        factor_url=url("ask_drop_factor") if second_factor.is_on(user) else "",
        journal_url=url_for("admin.read_journal", konto=user.id),
        is_locked=not user.is_active,
    )


def facts(user: User) -> tuple[tuple[str, str], ...]:
    """What there is to know, with its label."""
    return (
        (_("E-Mail"), user.email),
        (_("Zustand"), _(STATE_LABELS[directory.state_of(user)])),
        (_("Adresse bestätigt"), day(user.address_confirmed_at)),
        (_("Zweiter Faktor"), _("eingeschaltet") if second_factor.is_on(user) else _("aus")),
        (_("Zuletzt angemeldet"), day(user.last_login_at)),
        (_("Sprache der Briefe"), languages.LANGUAGE_NAMES.get(user.locale, user.locale)),
    )


def day(moment: datetime | None) -> str:
    """Only the day: nobody needs to know more."""
    return formats.long_date(clock.local(moment).date(), weekday=False) if moment else _("noch nie")


def moment(then: datetime) -> str:
    """'20. November 2026, 15:10', as letters put it before "Uhr"."""
    local = clock.local(then)
    return _(
        "%(day)s, %(time)s", day=formats.long_date(local.date(), weekday=False), time=formats.clock_time(then)
    )
