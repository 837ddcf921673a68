"""Text as RTF: read back by a reader of the part of the format that is written, whatever the text holds."""

import re

from hypothesis import given
from hypothesis import strategies as st

from portal.exports import rtf

_TOKEN = re.compile(r"\\u(-?\d+)\?|\\line |\\([\\{}])|([ -~])")
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.just("\n"), max_size=60)


def read(escaped: str) -> str:
    """What a reader makes of escaped text."""
    units, at = bytearray(), 0
    while at < len(escaped):
        match = _TOKEN.match(escaped, at)
        assert match, escaped[at:]
        unit, sign, plain = match.groups()
        if unit:
            units += (int(unit) & 0xFFFF).to_bytes(2, "little")
        else:
            units += (sign or plain or "\n").encode("utf-16-le")
        at = match.end()
    return units.decode("utf-16-le")


@given(TEXTS)
def test_every_text_is_read_as_it_was_written(text: str) -> None:
    assert read(rtf.escape(text)) == text


def test_bold_comes_first_and_braces_are_balanced() -> None:
    document = rtf.written([rtf.Paragraph("Mo {1}", ". Straße"), rtf.Paragraph("", "Ende")]).decode("ascii")
    assert document.startswith(r"{\rtf1\ansi")
    assert r"{\b Mo \{1\}}. Stra\u223?e\par" in document
    bare = re.sub(r"\\[{}\\]", "", document)
    assert bare.count("{") == bare.count("}")
