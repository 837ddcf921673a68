"""What the pages about statements of attendance show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class CheckPage:
    """programmes/check_statement.html with `form` (CodeForm) and `file_form`: asking whether a statement is genuine. After
    asking, `answer` says so, and `facts` what was issued; `days` are those that were attended."""

    send_url: str
    answer: p.Notice | None = None
    facts: tuple[p.Fact, ...] = ()
    days: tuple[str, ...] = ()
    lang: str = ""


@dataclass(frozen=True, slots=True)
class NoStatementPage:
    """programmes/no_statement.html: a link that leads to no statement, and why that may be."""

    title: str
    text: str
    links: tuple[p.Action, ...] = ()
