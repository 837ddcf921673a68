"""Names of countries, as course lists write them, to ISO 3166-1 codes. Not a complete list: an unknown one is
reported."""

UNKNOWN = "ZZ"
_NAMES = """
AE vereinigte arabische emirate, verein.arab.emirate, vae
AL albanien
AM armenien
AR argentinien
AT österreich, austria
AU australien
AZ aserbaidschan
BA bosnien-herzegowina, bosnien und herzegowina
BB barbados
BE belgien
BG bulgarien
BR brasilien
BT bhutan
CA kanada, canada
CH schweiz
CL chile
CN china, vr china
CO kolumbien
CR costa rica
CU kuba, cuba
CV kap verde, cabo verde
CY zypern
CZ tschechien, tschech.republik, tschechische republik
DE deutschland, germany, brd
DK dänemark
DO dominikanische republik, dominikan.republik
EC ecuador
EE estland
EG ägypten
ES spanien
FI finnland
FR frankreich, france
GB großbritannien, u.k., uk, vereinigtes königreich, england, schottland, wales, nordirland
GE georgien
GP guadeloupe
GR griechenland
GT guatemala
HR kroatien
HU ungarn
ID indonesien
IE irland, ireland
IL israel
IN indien
IS island
IT italien
JO jordanien
JP japan
KE kenia
KR südkorea
LB libanon
LI liechtenstein
LK sri lanka
LT litauen
LU luxemburg, luxembourg
LV lettland
MA marokko
MK nordmazedonien
MT malta
MX mexiko, mexico
NA namibia
NI nicaragua
NL niederlande, holland
NO norwegen
NP nepal
NZ neuseeland, new zealand
OM oman
PA panama
PE peru
PL polen
PT portugal
RO rumänien
RS serbien
RU russland
RW ruanda
SE schweden
SG singapur, singapore
SI slowenien
SK slowakei
SV el salvador
TH thailand
TN tunesien
TR türkei
TZ tansania, tanzania
UA ukraine
UG uganda
US usa, u.s.a., vereinigte staaten
UY uruguay
UZ usbekistan
VN vietnam
ZA südafrika, south africa
"""
_CODES = {
    name: code
    for code, _, names in (line.partition(" ") for line in _NAMES.strip().splitlines())
    for name in names.split(", ")
}


def code(name: str) -> str | None:
    """The two-letter code of a country's name or code; None when unknown."""
    folded = " ".join(name.split()).lower()
    if len(folded) == 2 and folded.upper() in _CODES.values():
        return folded.upper()
    return _CODES.get(folded)
