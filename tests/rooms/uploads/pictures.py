"""Pictures as people upload them, and what pretends to be one."""

from io import BytesIO

from PIL import Image

PHP = b"<?php system($_GET['c']); ?>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
PAGE = b"<!doctype html><html><script>alert(1)</script></html>"


def picture(
    format_: str = "JPEG", size: tuple[int, int] = (800, 600), mode: str = "RGB", **options: object
) -> bytes:
    """A picture with four corners of different colours."""
    image = Image.new(mode, size)
    if mode in ("RGB", "RGBA"):
        half = (size[0] // 2, size[1] // 2)
        for at, colour in (
            ((0, 0), (200, 30, 30)),
            ((half[0], 0), (30, 200, 30)),
            ((0, half[1]), (30, 30, 200)),
        ):
            image.paste(colour, (*at, at[0] + half[0], at[1] + half[1]))
    target = BytesIO()
    image.save(target, format_, **options)
    return target.getvalue()


def exif(orientation: int) -> bytes:
    """Orientation, camera and the place where it was taken."""
    data = Image.Exif()
    data[0x0112], data[0x010F], data[0x9286] = orientation, "Kamera Geheim", "ein Kommentar"
    data[0x8825] = {1: "N", 2: (51.0, 50.0, 0.0), 3: "E", 4: (12.0, 14.0, 0.0)}
    return data.tobytes()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))
