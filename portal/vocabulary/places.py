"""Access features of a place: what a person with a disability, with children or without a car needs to know."""

from enum import StrEnum

from portal.vocabulary.labels import N_


class AccessFeature(StrEnum):
    """A structured feature of a place; the value is the column's name, `slug` the value of `barrierefrei=`."""

    STEP_FREE = "step_free"
    LIFT = "lift"
    ACCESSIBLE_WC = "accessible_wc"
    HEARING_LOOP = "hearing_loop"
    SIGN_LANGUAGE = "sign_language"
    PLAIN_LANGUAGE = "plain_language"
    CHILDCARE = "childcare"

    @property
    def slug(self) -> str:
        return _SLUGS[self]


_SLUGS = {
    AccessFeature.STEP_FREE: "stufenlos",
    AccessFeature.LIFT: "aufzug",
    AccessFeature.ACCESSIBLE_WC: "wc",
    AccessFeature.HEARING_LOOP: "induktionsschleife",
    AccessFeature.SIGN_LANGUAGE: "gebaerdensprache",
    AccessFeature.PLAIN_LANGUAGE: "leichte-sprache",
    AccessFeature.CHILDCARE: "kinderbetreuung",
}
ACCESS_LABELS = {
    AccessFeature.STEP_FREE: N_("Eingang ohne Stufen"),
    AccessFeature.LIFT: N_("Aufzug"),
    AccessFeature.ACCESSIBLE_WC: N_("Toilette für Rollstuhlnutzende"),
    AccessFeature.HEARING_LOOP: N_("Induktionsschleife"),
    AccessFeature.SIGN_LANGUAGE: N_("Gebärdensprache"),
    AccessFeature.PLAIN_LANGUAGE: N_("Leichte Sprache"),
    AccessFeature.CHILDCARE: N_("Kinderbetreuung"),
}
