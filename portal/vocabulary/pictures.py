"""Under which conditions a picture may be shown."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class Licence(StrEnum):
    """What a form offers. A picture keeps the label, so that imported ones may say something else."""

    OWN = "own"
    CC_BY = "cc-by-4"
    CC_BY_SA = "cc-by-sa-4"
    CC0 = "cc0"
    PUBLIC_DOMAIN = "public-domain"
    PERMITTED = "permitted"


LICENCE_LABELS = {
    Licence.OWN: N_("Eigenes Bild, alle Rechte beim Anbieter"),
    Licence.CC_BY: N_("CC BY 4.0"),
    Licence.CC_BY_SA: N_("CC BY-SA 4.0"),
    Licence.CC0: N_("CC0"),
    Licence.PUBLIC_DOMAIN: N_("gemeinfrei"),
    Licence.PERMITTED: N_("mit Erlaubnis der Rechteinhaberin"),
}
