"""The letters of accounts: to whom, and what each has to say. Their words stand in templates/mail/account_*.txt."""

from typing import Any

from flask import current_app

from portal import clock, text
from portal.accounts import queries, tickets
from portal.accounts.registration import Asked
from portal.extensions import db
from portal.models import Institution, User
from portal.models.account import TicketKind
from portal.web.kit import addresses, formats, languages, letters
from portal.web.kit.words import gettext as _

HOUR = 3600


def registered(asked: Asked, institution: str) -> None:
    """To whoever has the address that was registered: the link, or that there is an account already."""
    if not asked.token:
        exists(asked.user)
        return
    to_user(
        "account_confirm",
        asked.user,
        institution=institution,
        path=addresses.own_path("accounts.ask_confirm", token=asked.token),
        days=tickets.LIFETIMES[TicketKind.CONFIRM_ADDRESS].days,
    )


def exists(user: User) -> None:
    to_user("account_exists", user, login_path=addresses.own_path("accounts.login"), reset_path=reset_path())


def reset(user: User, token: str) -> None:
    to_user(
        "account_reset",
        user,
        path=addresses.own_path("accounts.ask_new_password", token=token),
        hours=hours(TicketKind.RESET_PASSWORD),
    )


def password_changed(user: User) -> None:
    to_user("account_password_changed", user, when=now_words(user), reset_path=reset_path())


def factor(user: User, what: str, left: int = 0) -> None:
    """`what`: on, off, codes, used."""
    to_user(
        "account_factor",
        user,
        what=what,
        left=left,
        when=now_words(user),
        path=addresses.own_path("accounts.second_factor"),
        reset_path=reset_path(),
    )


def address_wanted(user: User, email: str, token: str) -> None:
    """To the new address the link, or that it has an account already; to the old one what is going on."""
    if token:
        letters.post(
            "account_change_new",
            to=email,
            locale=user.locale,
            name=user.name,
            path=addresses.own_path("accounts.ask_change_address", token=token),
            hours=hours(TicketKind.CHANGE_ADDRESS),
        )
    else:
        owner = queries.by_email(db.session(), email)
        if owner is not None:
            exists(owner)
    to_user("account_change_old", user, email=email, when=now_words(user), reset_path=reset_path())


def address_changed(user: User, former: str) -> None:
    letters.post(
        "account_changed",
        to=former,
        locale=user.locale,
        name=user.name,
        email=user.email,
        when=now_words(user),
    )


def closed(name: str, email: str, locale: str) -> None:
    with languages.speaking(locale):
        when = moment_words()
    letters.post("account_closed", to=email, locale=locale, name=name, when=when)


def applied(user: User, institutions: list[Institution] | tuple[Institution, ...]) -> None:
    """A provider waits: to its first member that we have it, to the editors that they have to decide."""
    for institution in institutions:
        once = f"applied:{institution.id}"
        desk = first_endpoint("desk.list_offers", "accounts.home")
        to_user(
            "provider_application_received",
            user,
            once_key=f"{once}:received",
            institution=institution.name,
            path=addresses.own_path(desk),
        )
        place = ", ".join(
            filter(
                None,
                (institution.street, f"{institution.postal_code or ''} {institution.town or ''}".strip()),
            )
        )
        for editor in queries.editors(db.session()):
            letters.post(
                "provider_applied",
                to=editor.email,
                locale=editor.locale,
                once_key=f"{once}:{editor.id}",
                institution=institution.name,
                name=user.name,
                email=user.email,
                place=place,
                summary=text.one_line(institution.summary or "", 600),
                path=addresses.own_path(first_endpoint("editorial.list_applications", "accounts.home")),
            )


def to_user(kind: str, user: User, *, once_key: str | None = None, **context: Any) -> None:
    letters.post(kind, to=user.email, locale=user.locale, once_key=once_key, name=user.name, **context)


def reset_path() -> str:
    return addresses.own_path("accounts.ask_reset")


def hours(kind: TicketKind) -> int:
    return int(tickets.LIFETIMES[kind].total_seconds()) // HOUR


def now_words(user: User) -> str:
    with languages.speaking(user.locale):
        return moment_words()


def moment_words() -> str:
    now = clock.local(clock.now())
    return _(
        "%(day)s, %(time)s", day=formats.long_date(now.date(), weekday=False), time=formats.clock_time(now)
    )


def first_endpoint(*names: str) -> str:
    """The first of these pages that the portal has."""
    return next(name for name in names if name in current_app.view_functions)
