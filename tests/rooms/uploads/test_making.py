"""What is uploaded becomes a picture of ours, or is refused with a sentence: wrong, huge, truncated, disguised files."""

import struct
import zlib
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from portal.errors import Conflict
from portal.uploads import making
from portal.uploads.making import make
from tests.rooms.uploads.pictures import PAGE, PHP, SVG, exif, opened, picture


def refused(content: bytes) -> str:
    with pytest.raises(Conflict) as problem:
        make(BytesIO(content))
    assert problem.value.field == "picture"
    return str(problem.value)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_the_usual_pictures_are_kept_as_webp(format_: str) -> None:
    made = make(BytesIO(picture(format_)))
    kept = opened(made.content)
    assert (kept.format, kept.size, (made.width, made.height)) == ("WEBP", (800, 600), (800, 600))
    red = kept.convert("RGB").getpixel((100, 100))
    assert red[0] > 150 > red[1], "and show the same"


def test_a_large_picture_is_made_smaller_and_keeps_its_shape() -> None:
    made = make(BytesIO(picture(size=(4800, 2400))))
    assert (made.width, made.height) == (1600, 800)
    tall = make(BytesIO(picture("PNG", size=(900, 3200))))
    assert (tall.width, tall.height) == (450, 1600)


def test_nothing_about_camera_place_and_comment_is_left() -> None:
    content = picture(exif=exif(1), comment=b"geheime Notiz")
    assert b"Kamera Geheim" in content
    kept = make(BytesIO(content)).content
    assert not any(part in kept for part in (b"Kamera", b"geheime", b"EXIF", b"ICCP", b"XMP "))
    assert not dict(opened(kept).getexif())


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_is_turned_as_the_camera_was_held(orientation: int) -> None:
    made = make(BytesIO(picture(size=(800, 600), exif=exif(orientation))))
    assert (made.width, made.height) == ((600, 800) if orientation > 4 else (800, 600))


def test_colours_of_another_profile_stay_what_they_look_like() -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert make(BytesIO(picture(icc_profile=lab))).width == 800
    assert make(BytesIO(picture(icc_profile=b"kein Profil" * 20))).width == 800, "a broken one is left out"


@pytest.mark.parametrize(
    ("format_", "mode"),
    [
        ("PNG", "RGBA"),
        ("PNG", "LA"),
        ("PNG", "P"),
        ("PNG", "1"),
        ("PNG", "I;16"),
        ("JPEG", "CMYK"),
        ("JPEG", "L"),
        ("WEBP", "RGBA"),
    ],
)
def test_every_kind_of_pixels_is_understood(format_: str, mode: str) -> None:
    kept = opened(make(BytesIO(picture(format_, mode=mode))).content)
    assert (kept.mode == "RGBA") is (mode in ("RGBA", "LA"))


def test_sixteen_bits_do_not_turn_white() -> None:
    target = BytesIO()
    Image.new("I;16", (500, 500), 32768).save(target, "PNG")
    middle = opened(make(BytesIO(target.getvalue())).content).convert("L").getpixel((250, 250))
    assert 110 < middle < 145


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", making.EMPTY),
        (b"Protokoll der Sitzung", making.NO_PICTURE),
        (b"%PDF-1.7\n", making.NO_PICTURE),
        (b"PK\x03\x04", making.NO_PICTURE),
        (b"BM" + b"\0" * 100, making.NO_PICTURE),
        (SVG, making.NO_PICTURE),
        (PAGE, making.NO_PICTURE),
        (PHP, making.NO_PICTURE),
        (b"GIF89a" + PHP, making.NO_PICTURE),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", making.FROM_PHONE),
        (b"\0\0\0\x18ftypmif1\0\0\0\0mif1heic", making.FROM_PHONE),
        (b"\xff\xd8\xff" + PHP, making.HIDES_CODE),
        (b"\x89PNG\r\n\x1a\n" + SVG, making.HIDES_CODE),
        (b"RIFF\0\0\0\0WAVEfmt ", making.BROKEN),
        (b"\xff\xd8\xff\xe0", making.BROKEN),
    ],
)
def test_what_is_no_picture_is_refused_with_a_sentence(content: bytes, sentence: str) -> None:
    assert refused(content) == sentence


@pytest.mark.parametrize("code", [PHP, SVG, PAGE, PHP.upper()])
@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP"])
def test_a_true_picture_with_code_behind_it_is_refused(format_: str, code: bytes) -> None:
    assert refused(picture(format_) + code) == making.HIDES_CODE


def test_code_in_a_comment_is_refused_and_a_harmless_tail_is_left_behind() -> None:
    assert refused(picture(comment=PHP)) == making.HIDES_CODE
    assert b"Anhang" not in make(BytesIO(picture() + b"Anhang einer Kamera")).content


def test_a_heavy_file_is_refused_whatever_is_in_it() -> None:
    assert refused(picture() + b"\0" * making.MOST_BYTES) == making.TOO_HEAVY


@pytest.mark.parametrize("size", [(399, 600), (1, 1)])
def test_a_tiny_picture_is_refused(size: tuple[int, int]) -> None:
    assert refused(picture("PNG", size=size)) == making.TOO_NARROW


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is huge and holds next to nothing."""
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )


@pytest.mark.parametrize("size", [(8000, 5001), (20_000, 5000), (60_000, 60_000), (2_000_000_000, 2)])
def test_a_bomb_is_refused_before_it_goes_off(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("PIL.ImageFile.ImageFile.load", lambda _self: pytest.fail("it was decoded"))
    assert refused(bomb(*size)) == making.TOO_MANY_PIXELS


WHOLE = {format_: picture(format_, size=(640, 480)) for format_ in ("JPEG", "PNG", "WEBP")}


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(WHOLE)), st.floats(0, 1))
def test_a_file_that_breaks_off_is_refused(format_: str, part: float) -> None:
    whole = WHOLE[format_]
    content = whole[: int((len(whole) - 64) * part)]
    assert refused(content) in (making.EMPTY, making.BROKEN, making.NO_PICTURE)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(WHOLE)),
    st.lists(st.tuples(st.floats(0, 1), st.integers(0, 255)), min_size=1, max_size=20),
)
def test_a_damaged_file_is_made_anew_or_refused_and_nothing_else(
    format_: str, damage: list[tuple[float, int]]
) -> None:
    content = bytearray(WHOLE[format_])
    for place, value in damage:
        content[int(place * (len(content) - 1))] = value
    try:
        made = make(BytesIO(bytes(content)))
    except Conflict as problem:
        assert problem.field == "picture"
    else:
        assert opened(made.content).format == "WEBP"


@settings(max_examples=100, deadline=None)
@given(
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF\x10\0\0\0WEBPVP8 ", b"GIF89a"]),
    st.binary(max_size=2000),
)
def test_any_bytes_at_all_are_refused(head: bytes, rest: bytes) -> None:
    assert refused(head + rest)
