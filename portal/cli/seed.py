"""`agora seed`: the code lists every portal needs, texts to begin with, and a demo that never ages. Running any of them again
changes nothing that is already right."""

import click

from portal.cli.context import with_app


@click.group("seed")
def seed_group() -> None:
    """Vocabularies, texts to begin with, and demo data."""


@seed_group.command("vocabularies")
@with_app
def vocabularies_command() -> None:
    """Load topics, target groups, districts, pages and the town's settings; labels that editors changed stay."""
    from portal.cli import seed_vocabularies
    from portal.extensions import db

    added = seed_vocabularies.load(db.session())
    db.session.commit()
    click.echo(f"Wortlisten geladen, {added} neue Einträge.")


@seed_group.command("starters")
@with_app
def starters_command() -> None:
    """Load guides and bodies as drafts that only editors see, and checklists of classes, for a town to begin with."""
    from portal.cli import seed_starters
    from portal.extensions import db

    added = seed_starters.load(db.session())
    db.session.commit()
    click.echo(
        "Vorlagen geladen: {guides} Übergänge und {bodies} Gremien als Entwurf (sichtbar erst, wenn die Redaktion sie "
        "veröffentlicht), {tasks} Zeilen in den Checklisten der Klassen.".format(**added)
    )


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
