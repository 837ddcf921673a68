"""What submitting will do, said before one submits: what is public at once, what is checked first, and by whom."""

from collections.abc import Collection
from dataclasses import dataclass

from portal.models import Institution
from portal.permissions import policy
from portal.permissions.policy import Actor, Right
from portal.vocabulary.people import Standing
from portal.vocabulary.workflow import CHANGE_LABELS, ChangeKind
from portal.web.kit.words import gettext as _


@dataclass(frozen=True, slots=True)
class Promise:
    """The label of the button, and sentences beside it."""

    label: str
    sentences: tuple[str, ...]
    publishes: bool = False


def promise(
    actor: Actor, institution: Institution, *, is_public: bool, minor: Collection[ChangeKind]
) -> Promise:
    """For this person, this institution and an offer that is public or not yet."""
    if publishes(actor, institution):
        said = _("Ihre Fassung ist sofort öffentlich.")
        if not policy.may(actor, Right.PUBLISH):
            said += " " + _("Das Bildungsbüro sieht sie sich später an.")
        return Promise(_("Veröffentlichen"), (said,), True)
    label = _("Zur Prüfung einreichen")
    if institution.standing not in (Standing.CONFIRMED, Standing.TRUSTED):
        return Promise(label, (_("Das Bildungsbüro prüft zuerst Ihren Anbieter und danach dieses Angebot."),))
    checked = _("Das Bildungsbüro prüft die Angaben, meist binnen zwei Werktagen. Sie bekommen eine E-Mail.")
    if not is_public:
        return Promise(label, (checked, _("Bis dahin ist nichts öffentlich.")))
    kinds = [_(CHANGE_LABELS[kind]) for kind in ChangeKind if kind in minor]
    at_once = _("Sofort öffentlich sind Änderungen an: %(kinds)s.", kinds=", ".join(kinds)) if kinds else ""
    rest = _(
        "Alles andere prüft das Bildungsbüro, meist binnen zwei Werktagen. Bis dahin bleibt die bisherige Fassung stehen."
    )
    return Promise(label, tuple(part for part in (at_once, rest) if part))


def publishes(actor: Actor, institution: Institution) -> bool:
    """Whether this person's submission needs no review; as workflow.actions.may_publish decides for an offer."""
    if policy.may(actor, Right.PUBLISH):
        return institution.standing in (Standing.CONFIRMED, Standing.TRUSTED)
    return institution.standing is Standing.TRUSTED and policy.may(actor, Right.EDIT_OFFER, institution.id)
