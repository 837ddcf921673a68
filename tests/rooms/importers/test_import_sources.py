"""Files as they really come: byte order marks, Windows-1252, quoted line breaks, ragged lines, broken JSON,
any bytes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.errors import ImportProblem
from portal.importers.base import Refusal, Row
from portal.importers.sources_csv import CsvSource
from portal.importers.sources_jsonl import JsonlSource


def read(text: str | bytes, **options: str) -> list[Row | Refusal]:
    data = text if isinstance(text, bytes) else text.encode()
    return list(CsvSource("kurse.csv", data, **options).rows())


def values(found: list[Row | Refusal]) -> list[dict[str, object]]:
    return [dict(row.values) for row in found if isinstance(row, Row)]


def test_the_delimiter_is_seen_in_the_header() -> None:
    for delimiter in ";,\t|":
        assert values(read(f"nr{delimiter}titel\n1{delimiter}Nähen\n")) == [{"nr": "1", "titel": "Nähen"}]


def test_marks_and_code_pages_of_spreadsheets_are_understood() -> None:
    text = "nr;titel\n1;Nähen für 5 €\n"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert values(read(text.encode(encoding)))[0] == {"nr": "1", "titel": "Nähen für 5 €"}


def test_line_numbers_count_lines_of_the_file_across_quoted_line_breaks() -> None:
    found = read('nr;text\r\n1;"zwei\r\nZeilen"\r\n\r\n2;eine\r\n')
    assert [(row.line, dict(row.values)["text"]) for row in found if isinstance(row, Row)] == [
        (2, "zwei\r\nZeilen"),
        (5, "eine"),
    ]


def test_the_sep_line_of_excel_is_no_header() -> None:
    found = read("sep=;\nnr;titel\n1;Nähen\n")
    assert found == [Row(3, {"nr": "1", "titel": "Nähen"})]


def test_short_lines_are_filled_and_long_ones_refused_with_their_number() -> None:
    short, long = read("nr;titel;ort\n1;Nähen\n2;Kochen;Küche;zu viel\n")
    assert short == Row(2, {"nr": "1", "titel": "Nähen", "ort": ""})
    assert isinstance(long, Refusal)
    assert (long.line, long.value) == (3, "zu viel")
    assert "Trennzeichen" in long.remedy


def test_repeated_and_empty_headers_get_names_of_their_own() -> None:
    assert CsvSource("x", b"a;;a;\n1;2;3;\n").columns == ("a", "Spalte 2", "a (2)")


@pytest.mark.parametrize("data", [b"", b"\n\n", b"\xef\xbb\xbf", b"\0\0\0\0", b"sep=;\n"])
def test_an_empty_or_binary_file_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(ImportProblem):
        CsvSource("leer.csv", data)
    with pytest.raises(ImportProblem):
        source = JsonlSource("leer.jsonl", data if data != b"sep=;\n" else b"")
        list(source.rows())


def test_an_encoding_that_does_not_fit_is_named() -> None:
    with pytest.raises(ImportProblem, match=r"format\.encoding"):
        CsvSource("x", "Nähen".encode("cp1252"), encoding="utf-8")
    with pytest.raises(ImportProblem, match="unbekannt"):
        CsvSource("x", b"a", encoding="klingonisch")


def test_a_broken_json_line_is_refused_alone() -> None:
    source = JsonlSource("x", b'{"a": 1}\n{"a": \n[1]\n{"a": NaN}\n\n{"a": {"b": 2}}')
    lines = [(type(row).__name__, row.line) for row in source.rows()]
    assert lines == [("Row", 1), ("Refusal", 2), ("Refusal", 3), ("Refusal", 4), ("Row", 6)]
    assert source.columns == ("a", "a.b")


def test_half_a_surrogate_pair_is_refused_with_its_line() -> None:
    found = list(JsonlSource("x", b'{"a": "\\ud800"}\n{"a": "\\ud83d\\ude00"}').rows())
    assert [type(row).__name__ for row in found] == ["Refusal", "Row"]
    with pytest.raises(ImportProblem):
        JsonlSource("x", b'[{"a": "\\ud800"}]')


def test_a_json_array_is_read_like_lines() -> None:
    assert list(JsonlSource("x", b' [{"a": 1},\n {"a": 2}]').rows()) == [Row(1, {"a": 1}), Row(2, {"a": 2})]
    with pytest.raises(ImportProblem, match="JSON-Liste"):
        JsonlSource("x", b'[{"a": 1},')


@settings(deadline=None)
@given(st.binary() | st.text(alphabet=';,"\n\r\t ab1').map(str.encode))
def test_any_bytes_become_rows_or_a_message(data: bytes) -> None:
    for kind in (CsvSource, JsonlSource):
        try:
            for row in kind("x", data).rows():
                assert row.line >= 1
        except ImportProblem as problem:
            assert len(str(problem)) > 10
