"""What the page of a lecture says about fields of civic activity on its topics: how many, and where they are."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from portal.extensions import db
from portal.lectures import civic
from portal.lectures.semesters import PROGRAMME
from portal.offers.detail import OfferDetail
from portal.offers.filters import Facet
from portal.vocabulary.terms import Scheme
from portal.web.kit import languages, vocabulary
from portal.web.kit import parts as p

PATH = "/seniorenuniversitaet/taetigkeitsfelder"


def of_offer(offer: OfferDetail, today: date) -> p.CountedLink | None:
    """For an offer of the Seniorenuniversität; for any other None, without a statement."""
    if all(term.code != PROGRAMME for term in offer.terms_of(Scheme.PROGRAMME)):
        return None
    return hint([term.code for term in offer.terms_of(Scheme.TOPIC)], today)


def hint(topics: Iterable[str], today: date) -> p.CountedLink | None:
    """The broad topic of these that has most openings, with its list; None without any. One statement."""
    known = vocabulary.catalogue().terms.get(Scheme.TOPIC, {})

    def broad(codes: Iterable[str]) -> set[str]:
        return {known[code].parent or code for code in codes if code in known}

    wanted = broad(topics)
    if not wanted:
        return None
    counts = Counter(code for row in civic.topics(db.session(), today) for code in broad(row) & wanted)
    if not counts:
        return None
    code, count = min(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    path = f"{languages.root()}{PATH}?{urlencode({Facet.TOPIC.value: code})}"
    return p.CountedLink(vocabulary.label(Facet.TOPIC, code), path, count)
