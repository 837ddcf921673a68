"""What the account pages show."""

from dataclasses import dataclass

from markupsafe import Markup

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class Input:
    """A field of accounts/form.html or of one's own, by its name, in the order of the page."""

    name: str
    autocomplete: str = ""


@dataclass(frozen=True, slots=True)
class LoginPage:
    """accounts/login.html with `form` (email, password, remember). `message` is shown above the form when it failed; `links` help
    then. `is_kept`: what was typed elsewhere waits behind the login."""

    message: str = ""
    demo_logins: tuple[tuple[str, str, str], ...] = ()  # role, address, password: demo installations only
    links: tuple[p.Link, ...] = ()
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class FormPage:
    """accounts/form.html with `form`: a question to somebody who is not signed in. `message` is shown above the form when it
    failed for a reason that belongs to no field."""

    title: str
    lead: str
    label: str  # of the button
    inputs: tuple[Input, ...]
    message: str = ""
    links: tuple[p.Link, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnFormPage:
    """accounts/own_form.html with `form`: the same for somebody who is signed in."""

    title: str
    lead: str
    label: str
    inputs: tuple[Input, ...]
    back: p.Link
    message: str = ""
    is_dangerous: bool = False


@dataclass(frozen=True, slots=True)
class MessagePage:
    """accounts/message.html: what has happened and what comes next. With `button` a form that sends nothing but its token."""

    title: str
    lead: str
    actions: tuple[p.Action, ...] = ()
    steps: tuple[p.StepText, ...] = ()
    button: str = ""


@dataclass(frozen=True, slots=True)
class RegisterPage:
    """accounts/register.html with `form`: `steps` say before one sends it what happens then."""

    steps: tuple[p.StepText, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class JoinPage:
    """accounts/join.html with `form` (name, password) for somebody new; without `is_new` only a button."""

    title: str
    lead: str
    email: str
    is_new: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class Belonging:
    """An institution on accounts/home.html; `note` says where it stands when that is not usual."""

    name: str
    part: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class AccountPage:
    """accounts/home.html: who is signed in, and for whom. `desks` lead to what one may do there."""

    name: str
    email: str
    role: str
    institutions: tuple[Belonging, ...] = ()
    desks: tuple[p.Link, ...] = ()
    has_factor: bool = False
    notices: tuple[p.Notice, ...] = ()


@dataclass(frozen=True, slots=True)
class ProfilePage:
    """accounts/profile.html with `form` (name, locale)."""

    email: str


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser on accounts/sessions.html."""

    device: str
    since: str
    seen: str
    is_this: bool
    is_remembered: bool
    end_url: str


@dataclass(frozen=True, slots=True)
class SessionsPage:
    """accounts/sessions.html: where one is signed in."""

    rows: tuple[SessionRow, ...]
    end_others_url: str


@dataclass(frozen=True, slots=True)
class FactorPage:
    """accounts/factor.html with `form` (current_password): whether the second factor is on. `since` is '' when it is not."""

    since: str
    codes: str
    is_required: bool
    message: str = ""


@dataclass(frozen=True, slots=True)
class SetUpPage:
    """accounts/factor_setup.html with `form` (code): what the app is to read or to be told."""

    qr: Markup
    secret: str
    uri: str
    message: str = ""


@dataclass(frozen=True, slots=True)
class CodesPage:
    """accounts/codes.html: the recovery codes, shown this once."""

    title: str
    codes: tuple[str, ...]
    download_url: str
    next: p.Link
