"""Keeps pictures: the file under a name of chance, the row with what the law asks for. Flushes, never commits; a file whose row
was not committed is swept up later (retention.py)."""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from sqlalchemy.orm import Session

from portal import text
from portal.errors import Conflict, NotFound
from portal.models import Image
from portal.uploads import making, references
from portal.vocabulary.labels import N_

NO_ALT = N_("Bitte beschreiben Sie das Bild für Menschen, die es nicht sehen.")
NO_AUTHOR = N_("Bitte nennen Sie, wer das Bild gemacht hat.")
NO_LICENCE = N_("Bitte wählen Sie, unter welchen Bedingungen wir das Bild zeigen dürfen.")


@dataclass(frozen=True, slots=True)
class Credit:
    """What must stand beside a picture."""

    alt: str
    author: str
    licence: str


def keep_picture(
    session: Session, stream: BinaryIO, *, alt: str, author: str, licence: str, folder: Path, now: datetime
) -> Image:
    """Store an uploaded picture with its words. Raises Conflict naming the field ("picture", "alt", "author", "licence") with
    a sentence for what is missing and for wrong, huge, truncated and disguised files."""
    credit = checked(Credit(alt, author, licence))
    return _kept(session, stream, credit, folder, now)


def hold_picture(session: Session, stream: BinaryIO, *, credit: Credit, folder: Path, now: datetime) -> Image:
    """Store an uploaded picture whose words may still be missing, because the form it came with was refused; `describe` makes
    it whole. Raises Conflict("picture")."""
    return _kept(session, stream, _shortened(credit), folder, now)


def describe(session: Session, *, image_id: int, credit: Credit) -> Image:
    """The picture with these words. One that is in use already is not changed: another row with the same file is made, since
    a changed description is a change of what uses it. Raises NotFound, and Conflict as `keep_picture` does."""
    credit = checked(credit)
    image = session.get(Image, image_id)
    if image is None:
        raise NotFound("Dieses Bild gibt es nicht mehr.")
    if (image.alt, image.author, image.licence) == (credit.alt, credit.author, credit.licence):
        return image
    if references.used(session, [image.id]):
        image = Image(path=image.path, width=image.width, height=image.height)
        session.add(image)
    image.alt, image.author, image.licence = credit.alt, credit.author, credit.licence
    session.flush()
    return image


def checked(credit: Credit) -> Credit:
    """The words in one line each. Raises Conflict naming the one that is missing."""
    cleaned = _shortened(credit)
    for field, missing in (("alt", NO_ALT), ("author", NO_AUTHOR), ("licence", NO_LICENCE)):
        if not getattr(cleaned, field):
            raise Conflict(missing, field)
    return cleaned


def _shortened(credit: Credit) -> Credit:
    """As the columns take it."""
    return Credit(
        text.one_line(credit.alt)[:500],
        text.one_line(credit.author)[:200],
        text.one_line(credit.licence)[:120],
    )


def _kept(session: Session, stream: BinaryIO, credit: Credit, folder: Path, now: datetime) -> Image:
    made = making.make(stream)
    name = f"{secrets.token_hex(16)}.webp"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    half = folder / f"{name}.halb"
    half.write_bytes(made.content)
    os.utime(half, (now.timestamp(), now.timestamp()))  # its age tells when nobody wants it any more
    half.replace(folder / name)
    image = Image(
        path=name,
        alt=credit.alt,
        author=credit.author,
        licence=credit.licence,
        width=made.width,
        height=made.height,
    )
    session.add(image)
    session.flush()
    return image
