"""`agora user`: accounts from the command line, for the first administrator and for emergencies."""

import click

from portal.cli.context import with_app
from portal.vocabulary.people import MembershipRole, Role


@click.group("user")
def user_group() -> None:
    """Accounts."""


@user_group.command("add")
@click.option("--email", required=True, help="E-mail address, which is the login.")
@click.option("--name", required=True)
@click.option("--role", type=click.Choice([role.value for role in Role]), default=Role.PROVIDER.value)
@click.option("--institution", help="Slug of the institution a provider works for.")
@click.option("--manager", is_flag=True, help="Manager instead of member of that institution.")
@click.password_option(help="Asked for when left out.")
@with_app
def add_command(
    email: str, name: str, role: str, institution: str | None, manager: bool, password: str
) -> None:
    """Create an account."""
    from portal.accounts import actions
    from portal.extensions import db

    user = actions.create_user(db.session(), email=email, name=name, password=password, role=Role(role))
    if institution:
        kind = MembershipRole.MANAGER if manager else MembershipRole.MEMBER
        actions.join_institution(db.session(), user=user, institution_slug=institution, role=kind)
    db.session.commit()
    click.echo(f"Konto für {user.email} angelegt ({user.role.value}).")
