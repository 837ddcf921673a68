"""What the form of an offer shows beside its fields."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class FormError:
    """One line of the summary on top: what is wrong where, and the field to go to."""

    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Summary:
    """desk/form_errors.html: what stands in the way. Nothing is drawn without errors."""

    title: str
    lead: str = ""
    errors: tuple[FormError, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionLink:
    """One section of the form in the list beside it; `tone` is good, bad or ''."""

    code: str
    number: int
    title: str
    state: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class ScoreView:
    """desk/score.html: ten squares of which `squares` are filled; `best` is what helps most, `best_url` its field."""

    percent: int
    squares: int
    missing: str = ""
    best: str = ""
    best_url: str = ""
    gain: int = 0


@dataclass(frozen=True, slots=True)
class RowView:
    """What a row of a date shows that cannot be typed there: 'Verlegt', 'Aula', a note."""

    label: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class RunPart:
    """What one run of the form shows beside its fields. `past` counts dates that are over and only named."""

    title: str
    rows: tuple[RowView, ...]
    summary: str = ""
    past: str = ""
    is_over: bool = False
    notice: p.Notice | None = None
    opens_more: bool = False
    opens_series: bool = False


@dataclass(frozen=True, slots=True)
class TopicPick:
    """A topic with the narrower ones below it: places of the ticks in the form's field, by index."""

    label: str
    ticks: tuple[int, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Folds:
    """Which of the rarely needed groups are open: those with something in them, or with an error."""

    texts: bool = False
    material: bool = False
    audience: bool = False
    school: bool = False
    money: bool = False
    expiry: bool = False
    maintenance: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """A word of the thread with the editors."""

    author: str
    when: str
    text: str
    is_reason: bool = False


@dataclass(frozen=True, slots=True)
class SimilarOffer:
    """Another offer that looks like this one."""

    title: str
    url: str
    institution: str


@dataclass(frozen=True, slots=True)
class FormPage:
    """desk/offer.html with `form`. A new offer has no addresses of its own yet."""

    title: str
    eyebrow: str
    address: str
    submit_label: str
    explanations: tuple[str, ...]
    sections: tuple[SectionLink, ...]
    score: ScoreView
    runs: tuple[RunPart, ...]
    topics: tuple[TopicPick, ...]
    folds: Folds
    summary: Summary | None = None
    notices: tuple[p.Notice, ...] = ()
    links: tuple[p.Link, ...] = ()
    reason: Said | None = None
    similar: tuple[SimilarOffer, ...] = ()
    ticket: str = ""
    new_place_url: str = ""
    back_url: str = ""
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A field that two people changed differently: what each of them wrote. `name` is that of the radio buttons."""

    name: str
    label: str
    where: str
    theirs: str
    mine: str
    lang: str = ""


@dataclass(frozen=True, slots=True)
class ChoosePage:
    """desk/choose.html: for which institution; `add_url` for those who may enter the first one."""

    institutions: tuple[p.Link, ...]
    add_url: str = ""


@dataclass(frozen=True, slots=True)
class MergePage:
    """desk/merge.html: what was typed waits in `fields` until one has decided."""

    title: str
    eyebrow: str
    address: str
    decisions: tuple[Decision, ...]
    fields: tuple[tuple[str, str], ...]
    back_url: str
