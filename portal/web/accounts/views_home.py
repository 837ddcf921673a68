"""The page of one's own account: who one is, for whom one works, where to go on."""

from flask import current_app, render_template, url_for

from portal.accounts import queries, second_factor
from portal.extensions import db
from portal.models import Membership
from portal.permissions import policy
from portal.permissions.policy import Right
from portal.vocabulary.labels import N_
from portal.vocabulary.people import MEMBERSHIP_LABELS, ROLE_LABELS, STANDING_LABELS, Standing
from portal.web.accounts import blueprint
from portal.web.accounts.pages import AccountPage, Belonging
from portal.web.kit import addresses, guards
from portal.web.kit import parts as p
from portal.web.kit.guards import signed_in
from portal.web.kit.words import gettext as _

# Each area with the first of its pages that the portal has.
DESKS = (
    (N_("Anbieterbereich: Angebote eintragen und pflegen"), ("desk.list_offers",), Right.USE_DESK),
    (N_("Redaktion"), ("editorial.dashboard", "editorial.list_queue"), Right.REVIEW),
    (N_("Redaktion: Kalendertage"), ("editorial.list_days",), Right.CURATE),
    (N_("Verwaltung"), ("admin.list_users",), Right.ADMINISTER),
)


@blueprint.get("/")
@signed_in
def home() -> str:
    user = guards.account()
    assert user is not None
    held = queries.memberships(db.session(), user)
    page = AccountPage(
        name=user.name,
        email=user.email,
        role=_(ROLE_LABELS[user.role]),
        institutions=tuple(belonging(one) for one in held),
        desks=desks(),
        has_factor=second_factor.is_on(user),
        notices=notices(held),
    )
    return render_template("accounts/home.html", page=page)


def belonging(membership: Membership) -> Belonging:
    institution = membership.institution
    is_usual = institution.standing in (Standing.CONFIRMED, Standing.TRUSTED)
    return Belonging(
        institution.name,
        _(MEMBERSHIP_LABELS[membership.role]),
        addresses.institution(institution.slug) if institution.is_public and is_usual else "",
        "" if is_usual else _(STANDING_LABELS[institution.standing]),
    )


def desks() -> tuple[p.Link, ...]:
    """The areas that one may enter."""
    found = []
    for label, endpoints, right in DESKS:
        there = [name for name in endpoints if name in current_app.view_functions]
        if there and policy.may(guards.actor(), right):
            found.append(p.Link(_(label), url_for(there[0])))
    return tuple(found)


def notices(held: list[Membership]) -> tuple[p.Notice, ...]:
    waiting = [one.institution.name for one in held if one.institution.standing is Standing.APPLIED]
    return tuple(
        p.Notice(
            _("%(name)s wartet auf die Freigabe", name=name),
            _("Die Redaktion prüft Ihre Angaben. Angebote können Sie schon vorbereiten."),
        )
        for name in waiting
    )
