"""Damaged and hostile files end at once: refused as a whole, within bounds, no exception."""

import io
import random
import re
import struct
import subprocess
import sys
import zipfile
import zlib

import pytest
from surgery import (
    BOOK,
    CUSTOM,
    Q1,
    RELS,
    STRINGS,
    edited,
    good_sheet,
    in_directory,
    parts_of,
    replaced,
    values_of,
    zipped,
)

from okrsheets.submissions import limits, read_submission

GOOD = values_of(read_submission(good_sheet()))


@pytest.mark.parametrize("share", [0.25, 0.5, 0.9, 0.99])
def test_read_submission__cut_off__is_refused(share: float) -> None:
    data = good_sheet()[: int(len(good_sheet()) * share)]
    assert [f.code for f in read_submission(data).findings] == ["F102"]


@pytest.mark.parametrize("data", [good_sheet() + b"\0", b"\n" + good_sheet(), good_sheet() * 2])
def test_read_submission__junk_around_it__is_refused(data: bytes) -> None:
    assert [f.code for f in read_submission(data).findings] == ["F102"]


@pytest.mark.parametrize("name", ["/etc/x", "C:/x", "a\\b", "..", "a/../../b", "a//b"])
def test_read_submission__unsafe_names__are_refused(name: str) -> None:
    data = zipped({**parts_of(good_sheet()), name: b""})
    assert [f.code for f in read_submission(data).findings] == ["F110"]


DOCTYPES = {
    "laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    "file": '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "address": '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">',
    "plain": "<!DOCTYPE x>",
}
PARTS = (STRINGS, Q1, BOOK, RELS, "xl/styles.xml", "docProps/core.xml", CUSTOM, "_rels/.rels")


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("doctype", DOCTYPES)
def test_read_submission__document_type_in_any_part__is_refused(part: str, doctype: str) -> None:
    start = re.compile(rb"<(?![?])")
    data = edited(part, lambda c: start.sub(DOCTYPES[doctype].encode() + b"<", c, count=1))
    findings = read_submission(data).findings
    assert [f.code for f in findings] == ["F201"]
    assert findings[0].fields["part"] == part


@pytest.mark.parametrize("part", PARTS)
def test_read_submission__damaged_xml_in_any_part__is_refused(part: str) -> None:
    data = edited(part, lambda c: c[: len(c) // 2])
    assert [f.code for f in read_submission(data).findings] == ["F202"]


@pytest.mark.parametrize("part", [STRINGS, Q1, BOOK])
def test_read_submission__badly_encoded_part__is_refused(part: str) -> None:
    data = edited(part, lambda c: c[:-20] + b"\xff\xfe\xc3" + c[-20:])
    assert [f.code for f in read_submission(data).findings] == ["F202"]


def test_read_submission__100000_levels__is_refused() -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    data = edited(BOOK, lambda c: c.replace(b"</workbook>", deep + b"</workbook>"))
    assert [f.code for f in read_submission(data).findings] == ["F202"]


@pytest.mark.parametrize("seed", range(60))
def test_read_submission__random_bytes_changed__never_raises(seed: int) -> None:
    luck = random.Random(seed)  # noqa: S311 - mutilation, not secrecy
    data = bytearray(good_sheet())
    for _ in range(luck.randint(1, 5)):
        data[luck.randrange(len(data))] = luck.randrange(256)
    reading = read_submission(bytes(data))
    assert reading.findings or values_of(reading) == GOOD


def bomb(megabytes: int) -> bytes:
    """Give the good sheet whose shared strings unpack to so many megabytes, truly."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    block, crc = bytes(1 << 20), 0
    pieces = []
    for _ in range(megabytes):
        pieces.append(packer.compress(block))
        crc = zlib.crc32(block, crc)
    packed = b"".join(pieces) + packer.flush()
    parts = {**parts_of(good_sheet()), STRINGS: packed}
    data = zipped(parts, method=zipfile.ZIP_STORED)
    size = struct.pack("<3L", crc, len(packed), megabytes << 20)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo(STRINGS).header_offset
    data = in_directory(data, STRINGS, 10, struct.pack("<H", 8))
    data = in_directory(data, STRINGS, 16, size)
    return data[: local + 8] + struct.pack("<H", 8) + data[local + 10 :]


MEASURED = """
import resource, sys
from okrsheets.submissions import read_submission
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
code = read_submission(sys.stdin.buffer.read()).findings[0].code
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(code, (after - before) // 1024)
"""


def test_read_submission__600_megabyte_bomb__is_refused_from_the_directory() -> None:
    data = bomb(600)
    assert len(data) < 2 * limits.MEGABYTE
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", MEASURED], input=data, capture_output=True, check=True, timeout=60
    )
    code, grown = done.stdout.split()
    assert code == b"F113"
    assert int(grown) < 20


def test_read_submission__bomb_that_lies_about_its_size__stops_at_the_declared_size() -> None:
    data = in_directory(bomb(600), STRINGS, 24, struct.pack("<L", 1000))
    done = subprocess.run(  # noqa: S603 - this very interpreter
        [sys.executable, "-c", MEASURED], input=data, capture_output=True, check=True, timeout=60
    )
    code, grown = done.stdout.split()
    assert code == b"F114"
    assert int(grown) < 20


OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
KINDS: dict[str, tuple[bytes, str]] = {
    "jpeg": (b"\xff\xd8\xff\xe0" + bytes(90), "F124"),
    "gif": (b"GIF89a" + bytes(90), "F124"),
    "tiff": (b"II*\0" + bytes(90), "F124"),
    "rar": (b"Rar!\x1a\x07\x00" + bytes(90), "F108"),
    "7z": (b"7z\xbc\xaf\x27\x1c" + bytes(90), "F108"),
    "gzip": (b"\x1f\x8b\x08" + bytes(90), "F108"),
    "winmail": (b"x\x9f\x3e\x22" + bytes(90), "F134"),
    "outlook": (OLE2 + "__substg1.0_0037001F".encode("utf-16-le") + bytes(90), "F134"),
    "old-word": (OLE2 + "WordDocument".encode("utf-16-le") + bytes(90), "F135"),
    "excel-5": (OLE2 + "Book".encode("utf-16-le") + bytes(90), "F105"),
    "utf-16-text": ("name\tscore\n".encode("utf-16"), "F122"),
    "html-with-mark": (b"\xef\xbb\xbf\r\n<HTML>", "F121"),
    "xhtml": (b'<?xml version="1.0"?><html xmlns="x">', "F121"),
    "one-byte": (b"P", "F122"),
    "zip-head-only": (b"PK\x03\x04", "F102"),
    "empty-zip": (b"PK\x05\x06" + bytes(18), "F128"),
    "word": (
        zipped({"[Content_Types].xml": b"", "_rels/.rels": b"", "word/document.xml": b""}),
        "F135",
    ),
    "numbers": (zipped({"Index/Document.iwa": b""}), "F107"),
    "xlsb": (zipped({"[Content_Types].xml": b"", "xl/workbook.bin": b""}), "F107"),
    "without-types": (zipped({"xl/workbook.xml": b"", "_rels/.rels": b""}), "F119"),
    "link": (zipped({"a": b""}), "F128"),
}


@pytest.mark.parametrize("name", KINDS)
def test_read_submission__another_kind_of_file__is_named_for_what_it_is(name: str) -> None:
    data, code = KINDS[name]
    assert [f.code for f in read_submission(data).findings] == [code]


def test_read_submission__link_in_the_container__is_refused() -> None:
    data = in_directory(
        zipped({"zz": b"/etc/passwd", **parts_of(good_sheet())}),
        "zz",
        38,
        struct.pack("<L", 0o120777 << 16),
    )
    assert [f.code for f in read_submission(data).findings] == ["F110"]


def test_read_submission__overlapping_entries__are_refused() -> None:
    data = zipped(parts_of(good_sheet()))
    first = struct.pack("<L", data.index(STRINGS.encode()) - 30)
    data = in_directory(data, "docProps/app.xml", 42, first)
    assert [f.code for f in read_submission(data).findings] == ["F117"]


@pytest.mark.parametrize(
    ("part", "code"),
    [("xl/vbaProject.bin", "F118"), ("xl/macrosheets/sheet1.xml", "F118")],
)
def test_read_submission__macros__are_refused_whatever_the_name(part: str, code: str) -> None:
    data = zipped({**parts_of(good_sheet()), part: b""})
    assert [f.code for f in read_submission(data).findings] == [code]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('Target="/xl/worksheets/sheet2.xml"', 'Target="../../../etc/passwd"'),
        ('Target="/xl/worksheets/sheet2.xml"', 'Target="http://x/a.xml" TargetMode="External"'),
        ('Target="/xl/worksheets/sheet2.xml"', 'Target="file:///etc/passwd"'),
        ('Target="styles.xml"', 'Target="..\\\\..\\\\x.xml"'),
    ],
)
def test_read_submission__needed_part_elsewhere__is_refused(old: str, new: str) -> None:
    assert [f.code for f in read_submission(replaced(RELS, old, new)).findings] == ["F120"]


def test_read_submission__tab_without_its_part__is_refused_never_skipped() -> None:
    data = replaced(RELS, 'Target="/xl/worksheets/sheet2.xml"', 'Target="/xl/worksheets/x.xml"')
    found = read_submission(data).findings
    assert [(f.code, f.fields["part"]) for f in found] == [("F119", "xl/worksheets/x.xml")]


def local_header(data: bytes, name: str) -> int:
    """Give the place of an entry's local header."""
    return data.index(name.encode()) - 30


def test_read_submission__two_names_for_one_entry__is_refused() -> None:
    data = zipped(parts_of(good_sheet()))
    place = local_header(data, Q1) + 30
    data = data[:place] + b"xl/worksheets/sheetX.xml" + data[place + len(Q1) :]
    assert [f.code for f in read_submission(data).findings] == ["F117"]


def test_read_submission__no_local_header__is_refused() -> None:
    data = zipped(parts_of(good_sheet()))
    place = local_header(data, Q1)
    data = data[:place] + b"XX" + data[place + 2 :]
    assert [f.code for f in read_submission(data).findings] == ["F115"]


def test_read_submission__stored_part_of_two_sizes__is_refused() -> None:
    data = zipped(parts_of(good_sheet()), method=zipfile.ZIP_STORED)
    data = in_directory(data, Q1, 24, struct.pack("<L", 7))
    assert [f.code for f in read_submission(data).findings] == ["F114"]


def test_read_submission__last_entry_into_the_directory__is_refused() -> None:
    parts = parts_of(good_sheet())
    data = in_directory(zipped(parts), list(parts)[-1], 20, struct.pack("<L", 1 << 20))
    assert [f.code for f in read_submission(data).findings] == ["F117"]


def test_read_submission__zip64_directory__is_refused() -> None:
    data = zipped(parts_of(good_sheet()))
    end = data.rindex(b"PK\x05\x06")
    data = data[: end + 16] + b"\xff\xff\xff\xff" + data[end + 20 :]
    assert [f.code for f in read_submission(data).findings] == ["F117"]


def with_zip64_sizes(data: bytes) -> bytes:
    """Give the sizes of every entry in the 64-bit field, as some writers always do."""
    end = data.rindex(b"PK\x05\x06")
    count, _, start = struct.unpack_from("<HLL", data, end + 10)
    place, entries = start, b""
    for _ in range(count):
        packed, size, name = struct.unpack_from("<LLH", data, place + 20)
        head, rest = data[place : place + 20], data[place + 34 : place + 46]
        sizes = struct.pack("<LLHHH", 0xFFFFFFFF, 0xFFFFFFFF, name, 20, 0)
        extra = struct.pack("<HHQQ", 1, 16, size, packed)
        entries += head + sizes + rest + data[place + 46 : place + 46 + name] + extra
        place += 46 + name
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(entries), start, 0)
    return data[:start] + entries + tail


def test_read_submission__sizes_in_the_64_bit_field__reads_the_same() -> None:
    reading = read_submission(with_zip64_sizes(zipped(parts_of(good_sheet()))))
    assert reading.findings == ()
    assert values_of(reading) == GOOD
