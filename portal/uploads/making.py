"""Makes a picture of what was uploaded: told by its content, refused before it is decoded when it is too large, turned upright,
in sRGB, at most 1600 pixels, without metadata. What leaves here was written by this portal from pixels alone."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

from portal.errors import Conflict
from portal.vocabulary.labels import N_

MOST_BYTES, MOST_PIXELS, LEAST_WIDTH, SIDE, QUALITY = 8 * 1024 * 1024, 40_000_000, 400, 1600, 82
FORMATS = ("JPEG", "PNG", "WEBP")
EMPTY = N_("Die Datei ist leer. Bitte wählen Sie das Bild noch einmal.")
TOO_HEAVY = N_("Das Bild ist größer als 8 MB. Bitte verkleinern Sie es und wählen Sie es noch einmal.")
TOO_MANY_PIXELS = N_(
    "Das Bild hat mehr als 40 Millionen Bildpunkte. Bitte verkleinern Sie es, zum Beispiel auf 1600 Pixel Breite."
)
TOO_NARROW = N_("Das Bild ist zu klein. Bitte wählen Sie eines, das mindestens 400 Pixel breit ist.")
BROKEN = N_(
    "Das Bild ist beschädigt oder unvollständig. Bitte speichern Sie es neu und wählen Sie es noch einmal."
)
NO_PICTURE = N_("Diese Datei ist kein Bild, das wir zeigen können. Bitte wählen Sie ein JPEG, PNG oder WebP.")
FROM_PHONE = N_(
    "HEIC-Bilder vom iPhone können wir nicht zeigen. Bitte speichern Sie das Bild als JPEG und wählen Sie es noch einmal."
)
HIDES_CODE = N_(
    "In dieser Datei steckt Programmtext. Bitte öffnen Sie das Bild in einem Bildprogramm und speichern Sie es als JPEG neu."
)
# No camera and no image program writes these; chance does not either (less than once in ten million files).
_CODE = re.compile(rb"<\?php\s|<script[\s>]|<!doctype\s+html|<html[\s>]|<svg\s+xmlns", re.IGNORECASE)
_PHONE = re.compile(rb"....ftyp(hei[cfmsx]|hev[cx]|mif1|msf1)", re.DOTALL)
_BEGINNINGS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")


@dataclass(frozen=True, slots=True)
class Made:
    """A finished picture: WebP."""

    content: bytes
    width: int
    height: int


def make(stream: BinaryIO) -> Made:
    """The picture in the stream as this portal keeps it. Raises Conflict("picture") with a sentence for everything else."""
    content = stream.read(MOST_BYTES + 1)
    _look(content)
    try:
        with Pillow.open(BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise Conflict(TOO_MANY_PIXELS, "picture")
            opened.draft("RGB", (SIDE, SIDE))  # a JPEG is decoded no larger than needed
            opened.load()
            return _written(_upright(opened))
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise Conflict(TOO_MANY_PIXELS, "picture") from error
    except UnidentifiedImageError as error:
        raise Conflict(BROKEN if content.startswith(_BEGINNINGS) else NO_PICTURE, "picture") from error
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        MemoryError,
    ) as error:  # all that Pillow says of broken files
        raise Conflict(BROKEN, "picture") from error


def _look(content: bytes) -> None:
    """Refuse by the bytes alone, before any decoder sees them."""
    if not content:
        raise Conflict(EMPTY, "picture")
    if len(content) > MOST_BYTES:
        raise Conflict(TOO_HEAVY, "picture")
    if _PHONE.match(content):
        raise Conflict(FROM_PHONE, "picture")
    if not content.startswith(_BEGINNINGS):
        raise Conflict(NO_PICTURE, "picture")
    if _CODE.search(content):
        raise Conflict(HIDES_CODE, "picture")


def _upright(image: Pillow.Image) -> Pillow.Image:
    """As the camera was held."""
    return ImageOps.exif_transpose(image) or image


def _written(image: Pillow.Image) -> Made:
    if image.width < LEAST_WIDTH:
        raise Conflict(TOO_NARROW, "picture")
    picture = _plain(image)
    picture.thumbnail((SIDE, SIDE), Pillow.Resampling.LANCZOS)
    target = BytesIO()
    picture.save(target, "WEBP", quality=QUALITY, exif=b"", icc_profile=b"", xmp=b"")
    return Made(target.getvalue(), picture.width, picture.height)


def _plain(image: Pillow.Image) -> Pillow.Image:
    """In sRGB, with transparency where there is some; sixteen bits become eight."""
    if image.mode.startswith("I"):
        image = image.convert("I").point(lambda level: level / 256).convert("L")
    mode = "RGBA" if image.has_transparency_data else "RGB"
    profile = image.info.get("icc_profile")
    if profile and image.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(
                image, source, ImageCms.createProfile("sRGB"), outputMode=mode
            )
            image = converted or image
        except (ImageCms.PyCMSError, OSError):  # a profile that says nothing usable: the colours as they are
            pass
    return image.convert(mode)
