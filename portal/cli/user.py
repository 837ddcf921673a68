"""`agora user`: accounts from the command line, for the first administrator and for emergencies."""

import click

from portal.cli.context import with_app
from portal.vocabulary.people import MembershipRole, Role


@click.group("user")
def user_group() -> None:
    """Accounts."""


@user_group.command("add")
@click.option("--email", required=True, help="E-mail address, which is the login.")
@click.option("--name", required=True, help="As others see it.")
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.PROVIDER.value)
@click.option("--institution", help="Slug of the institution a provider works for.")
@click.option("--manager", is_flag=True, help="Manager instead of member of that institution.")
@click.option("--password", help="Left out: a link is printed with which the person chooses one.")
@with_app
def add_command(
    email: str, name: str, role: str, institution: str | None, manager: bool, password: str | None
) -> None:
    """Create an account; without a password print an invitation link for it, good for 14 days."""
    from portal.accounts import actions, emails
    from portal.extensions import db

    session = db.session()
    if password is None:
        address = emails.normalized(email)
        user = actions.add_user(session, email=address, name=name, password_hash="", role=Role(role))
    else:
        user = actions.create_user(session, email=email, name=name, password=password, role=Role(role))
    if institution:
        kind = MembershipRole.MANAGER if manager else MembershipRole.MEMBER
        actions.join_institution(session, user=user, institution_slug=institution, role=kind)
    link = "" if password else _invitation(user.email, user.role)
    db.session.commit()
    click.echo(f"Konto für {user.email} angelegt ({user.role.value}).")
    if link:
        click.echo(f"Passwort wählen (gilt 14 Tage und einmal): {link}")


def _invitation(email: str, role: Role) -> str:
    """The address with which somebody takes over an account that waits."""
    from flask import current_app

    from portal import clock
    from portal.accounts import invitations
    from portal.extensions import db

    token = invitations.invite(db.session(), email=email, by=None, role=role, now=clock.now())
    return f"{current_app.extensions['agora_settings'].base_url}/konto/einladung/{token}"


@user_group.command("second-factor-off")
@click.option("--email", required=True, help="Whose.")
@with_app
def second_factor_off_command(email: str) -> None:
    """Switch off the second factor of somebody who has lost phone and recovery codes."""
    from portal import clock
    from portal.accounts import queries, second_factor, sessions
    from portal.errors import NotFound
    from portal.extensions import db

    user = queries.by_email(db.session(), email)
    if user is None:
        raise NotFound(f"Es gibt kein Konto mit der Adresse {email}.")
    second_factor.turn_off(db.session(), user=user, actor=None, now=clock.now())
    sessions.end_all(db.session(), user=user)
    db.session.commit()
    click.echo(f"Der zweite Faktor von {user.email} ist ausgeschaltet; alle Sitzungen sind beendet.")
