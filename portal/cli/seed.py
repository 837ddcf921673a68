"""`agora seed`: the code lists every portal needs, and a demo that never ages. Running either again changes nothing
that is already right."""

import click

from portal.cli.context import with_app


@click.group("seed")
def seed_group() -> None:
    """Vocabularies and demo data."""


@seed_group.command("vocabularies")
@with_app
def vocabularies_command() -> None:
    """Load topics, target groups, districts, pages and the town's settings; labels that editors changed stay."""
    from portal.cli import seed_vocabularies
    from portal.extensions import db

    added = seed_vocabularies.load(db.session())
    db.session.commit()
    click.echo(f"Wortlisten geladen, {added} neue Einträge.")


@seed_group.command("demo")
@with_app
def demo_command() -> None:
    """Load fictional offers of the town around today, and logins for each kind of user."""
    from flask import current_app

    from portal import clock
    from portal.cli import seed_demo, seed_vocabularies
    from portal.extensions import db

    seed_vocabularies.load(db.session())
    counts = seed_demo.load(db.session(), today=clock.today())
    db.session.commit()
    current_app.extensions["agora_search"].rebuild(db.session())
    click.echo(f"Demo geladen: {counts}")
