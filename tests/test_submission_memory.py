"""What is remembered of earlier files never changes what is read of the next one."""

from collections.abc import Mapping

import pytest

from okrsheets.submissions.kept import Kept
from okrsheets.submissions.markup import walk
from okrsheets.submissions.refusal import FileRefusedError
from okrsheets.submissions.scan import scan_grid
from okrsheets.submissions.shapes import ByShape

HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = b"</sheetData></worksheet>"


def texts_of(content: bytes, part: str) -> dict[str, str]:
    """Give the text of each element by its name, as an XML parser gives it."""
    found: dict[str, str] = {}
    open_elements: list[str] = []

    def start(element: str, _attributes: Mapping[str, str]) -> None:
        open_elements.append(element)

    def end(_element: str) -> None:
        open_elements.pop()

    def text(data: str) -> None:
        found[open_elements[-1]] = found.get(open_elements[-1], "") + data

    walk(content, part, start=start, end=end, text=text)
    return found


def by_shape() -> ByShape[dict[str, str]]:
    """Give a reader of texts that knows nothing yet."""
    return ByShape(texts_of, lambda found, fill: {k: fill(v) for k, v in found.items()})


def test_kept__same_bytes__made_once() -> None:
    made: list[bytes] = []

    def make(content: bytes) -> int:
        made.append(content)
        return len(content)

    kept = Kept(make, most=1000)
    assert [kept.of(b"ab"), kept.of(b"abc"), kept.of(b"ab")] == [2, 3, 2]
    assert made == [b"ab", b"abc"]


def test_kept__more_than_it_holds__lets_everything_go_and_stays_right() -> None:
    made: list[bytes] = []

    def make(content: bytes) -> bytes:
        made.append(content)
        return content

    kept = Kept(make, most=64)
    contents = [b"%02d" % number for number in range(33)]
    assert [kept.of(content) for content in contents] == contents
    assert kept.of(b"32") == b"32"
    assert kept.of(b"00") == b"00"
    assert made == [*contents, b"00"]


def test_kept__one_large_content__is_not_kept() -> None:
    made: list[bytes] = []

    def make(content: bytes) -> bytes:
        made.append(content)
        return content

    kept = Kept(make, most=64)
    assert (kept.of(b"abc"), kept.of(b"abc")) == (b"abc", b"abc")
    assert made == [b"abc", b"abc"]


def test_by_shape__second_file_of_the_same_shape__has_its_own_texts() -> None:
    reader = by_shape()
    first = b'<?xml version="1.0"?>\n<p a="x"><name>Li &amp; Co</name><day>1</day></p>'
    second = b'<?xml version="1.0"?>\n<p a="x"><name>{0}</name><day>&#50;</day></p>'
    third = b'<?xml version="1.0"?>\n<p a="x"><name>\xe6\x9d\x8e</name><day>{1}{0}</day></p>'
    assert reader.read(first, "p") == {"name": "Li & Co", "day": "1"}
    assert reader.read(second, "p") == {"name": "{0}", "day": "2"}
    assert reader.read(third, "p") == {"name": "李", "day": "{1}{0}"}


@pytest.mark.parametrize(
    "content",
    [
        b"<p><name>a</name><!-- <day>2</day> --><day>1</day></p>",
        b"<p><name><![CDATA[<day>2</day>]]></name><day>1</day></p>",
        b'<p a="x>y"><name>a</name><day>1</day></p>',
        b"<p><name>a<i>b</i>c</name><day>1</day></p>",
        b"<p><name>a</name><name>b</name></p>",
        b"<p>\n <name> a </name>\r\n</p>",
        b"<p><name>1 > 0</name></p>",
    ],
)
def test_by_shape__any_spelling__reads_as_the_parser_does(content: bytes) -> None:
    reader = by_shape()
    expected = texts_of(content, "p")
    assert reader.read(content, "p") == expected
    assert reader.read(content, "p") == expected


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<p><name>&nbsp;</name></p>", "F202"),
        (b"<p><name>]]></name></p>", "F202"),
        (b"<p><name>\x01</name></p>", "F202"),
        (b"<p><name>\xff</name></p>", "F202"),
        (b"<p><name>a</p></name>", "F202"),
        (b"<!DOCTYPE p><p><name>a</name></p>", "F201"),
    ],
)
def test_by_shape__faulty_part_after_a_good_one__is_refused(content: bytes, code: str) -> None:
    reader = by_shape()
    reader.read(b"<p><name>a</name></p>", "p")
    with pytest.raises(FileRefusedError) as refusal:
        reader.read(content, "p")
    assert refusal.value.finding.code == code


def test_scan_grid__known_row_with_other_values__has_its_own() -> None:
    row = b'<row r="3"><c r="B3" s="2"><v>%s</v></c><c r="C3"><f>B3*2</f><v>%s</v></c></row>'
    for values in ((b"1", b"2"), (b"0.1", b"0.2"), (b"", b"7")):
        grid = scan_grid(HEAD + row % values + TAIL, "part")
        assert grid is not None
        stored = (grid.stored(b"B", 3), grid.stored(b"C", 3))
        assert tuple(cell.value for cell in stored if cell) == tuple(v.decode() for v in values)


def test_scan_grid__known_row_in_an_unsound_tab__is_not_read() -> None:
    row = b'<row r="3"><c r="B3" s="2"><v>1</v></c></row>'
    assert scan_grid(HEAD + row + TAIL, "part") is not None
    assert scan_grid(HEAD + row.replace(b"<v>1", b"<v>&x;") + TAIL, "part") is None
    assert scan_grid(HEAD + row + row + TAIL, "part") is None
    assert scan_grid(HEAD + row.replace(b'r="3">', b'r="4">') + TAIL, "part") is None
