"""The queries of the benchmark: eight classes as people search, each query different, the same for every engine and run."""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.search.documents import Plain
from bench.search.words import AUDIENCES, SUBJECTS
from portal.offers.filters import Facet, OfferFilter
from portal.vocabulary.offers import Sort

CLASSES = ("frequent", "rare", "two words", "phrase", "prefix", "filtered", "sorted", "fuzzy")


@dataclass(frozen=True, slots=True)
class Query:
    """One search in a form that every engine can run: its class, its words, and what narrows or orders it."""

    kind: str
    words: tuple[str, ...]
    chosen: tuple[tuple[Facet, str], ...] = ()
    sort: Sort | None = None

    @property
    def wanted(self) -> OfferFilter:
        """The same as this portal's filter. Words in a row are a phrase in quotes."""
        text = " ".join(self.words)
        return OfferFilter(
            text=f'"{text}"' if self.kind == "phrase" else text,
            chosen={facet: (value,) for facet, value in self.chosen},
            sort=self.sort,
        )


def make(documents: Sequence[Plain], per_class: int) -> list[Query]:
    """`per_class` queries of each class, mixed."""
    chance = random.Random(7)
    titles = Counter(word for each in documents for word in each.title.replace(":", "").split())
    bodies = Counter(word.strip(".,") for each in documents[:5_000] for word in each.body.split())
    common = [word for word, _ in bodies.most_common(120) if len(word) > 5 and word[0].isupper()]
    rare = sorted(word for word, count in bodies.items() if count <= 2 and word.isalpha() and len(word) > 6)
    subjects = [word for word in SUBJECTS if titles[word]]
    draw: dict[str, Callable[[], Query]] = {
        "frequent": lambda: Query("frequent", (chance.choice(common),)),
        "rare": lambda: Query("rare", (chance.choice(rare),)),
        "two words": lambda: Query("two words", (chance.choice(subjects), chance.choice(AUDIENCES))),
        "phrase": lambda: Query("phrase", (chance.choice(subjects), "für", chance.choice(AUDIENCES))),
        "prefix": lambda: Query("prefix", (chance.choice(subjects)[:4],)),
        "filtered": lambda: Query("filtered", (chance.choice(subjects),), _filters(chance)),
        "sorted": lambda: Query(
            "sorted", (chance.choice(subjects),), sort=chance.choice((Sort.DATE, Sort.PRICE))
        ),
        "fuzzy": lambda: Query("fuzzy", (_misspelt(chance, subjects),)),
    }
    queries = [draw[kind]() for kind in CLASSES for _ in range(per_class)]
    chance.shuffle(queries)
    return queries


def _filters(chance: random.Random) -> tuple[tuple[Facet, str], ...]:
    return (
        (Facet.COST, chance.choice(("kostenlos", "20", "50", "100"))),
        (Facet.WEEKDAY, chance.choice(("mo", "di", "mi", "do", "fr"))),
    )


def _misspelt(chance: random.Random, words: Sequence[str]) -> str:
    """A word without one of its inner letters."""
    word = chance.choice([each for each in words if len(each) > 7])
    at = chance.randrange(3, len(word) - 2)
    return word[:at] + word[at + 1 :]
