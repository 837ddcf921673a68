"""What the account pages show."""

from dataclasses import dataclass

from portal.web.kit import parts as p


@dataclass(frozen=True, slots=True)
class LoginPage:
    """accounts/login.html with `form` (email, password). `message` is shown above the form when it failed."""

    message: str = ""
    demo_logins: tuple[tuple[str, str, str], ...] = ()  # role, address, password: demo installations only


@dataclass(frozen=True, slots=True)
class AccountPage:
    """accounts/home.html: who is logged in, and for whom. `desks` lead to what the role may do."""

    name: str
    role: str
    institutions: tuple[p.Link, ...] = ()
    desks: tuple[p.Link, ...] = ()
