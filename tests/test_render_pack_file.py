"""Writing a PDF object by object: numbers, strings, streams, and the memory that it takes."""

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdf
import pytest
from report_kit import pages_of
from report_people import Q3, context, lin_jing

from okrsheets.render.pack_file import Copier, PackFile, reference_to
from okrsheets.reports.quarterly import build_quarterly

N = pikepdf.Name
D = pikepdf.Dictionary


def written(file: PackFile, root: int, info: int) -> pikepdf.Pdf:
    """Finish a file and open it, with nothing to remark."""
    document = pikepdf.open(BytesIO(file.finish(root, info)))
    assert document.check_pdf_syntax() == []
    return document


def copied(values: D, *, before: int = 0) -> pikepdf.Pdf:
    """Copy a catalogue with some values into a file where so many numbers are taken."""
    source = pikepdf.new()
    for key, value in values.items():
        source.Root[key] = value
    file = PackFile()
    for _ in range(before):
        file.put(file.reserve(), b"<< /Taken true >>")
    copier = Copier(file, source, {})
    root = int(copier.copy(source.Root).split()[0])
    info = file.reserve()
    file.put(info, b"<< >>")
    return written(file, root, info)


@pytest.mark.parametrize(
    "text",
    ["see 1 0 R", "(2 0 R)", "\\(3 0 R", ") 4 0 R (", "/OKRSheets@5", "a\nb 6 0 R", "张 1 0 R"],
)
def test_copy__string_that_looks_like_a_reference__stays_as_it_is(text: str) -> None:
    made = copied(D(Said=pikepdf.String(text), Next=D(Again=pikepdf.String(text))), before=9)
    assert str(made.Root.Said) == text
    assert str(made.Root.Next.Again) == text


def test_copy__objects_that_lead_to_each_other__are_written_once_and_found() -> None:
    source = pikepdf.new()
    parent = source.make_indirect(D(Name="parent"))
    parent.Kids = pikepdf.Array([source.make_indirect(D(P=parent, K=n)) for n in range(1000)])
    source.Root.Tree = parent
    file = PackFile()
    root = int(Copier(file, source, {}).copy(source.Root).split()[0])
    info = file.reserve()
    file.put(info, b"<< >>")
    made = written(file, root, info)
    assert [int(kid.K) for kid in made.Root.Tree.Kids] == list(range(1000))
    assert {kid.P.objgen for kid in made.Root.Tree.Kids} == {made.Root.Tree.objgen}
    assert len(made.objects) == 1 + 1 + 1000 + 1 + 1 + 3 + 1  # pages; object streams; the table


def test_copy__known_object__keeps_its_number_and_is_written_by_put() -> None:
    source = pikepdf.new()
    page = source.make_indirect(D(Type=N.Page))
    source.Root.Shown = page
    file = PackFile()
    number = file.reserve()
    copier = Copier(file, source, {page.objgen[0]: number})
    root = int(copier.copy(source.Root).split()[0])
    copier.put(page)
    info = file.reserve()
    file.put(info, b"<< >>")
    made = written(file, root, info)
    assert made.Root.Shown.objgen == (number, 0)
    assert made.Root.Shown.Type == N.Page


def test_reference_to__is_copied__leads_to_the_packs_object() -> None:
    source, file = pikepdf.new(), PackFile()
    number = file.reserve()
    source.Root.Shared = pikepdf.Array([reference_to(number), pikepdf.String("x")])
    root = int(Copier(file, source, {}).copy(source.Root).split()[0])
    file.put(number, b"<< /Here (yes) >>")
    info = file.reserve()
    file.put(info, b"<< >>")
    made = written(file, root, info)
    assert str(made.Root.Shared[0].Here) == "yes"


@pytest.mark.parametrize("data", [b"", b"a\r", b"a\n", b"endstream endobj", b"\0" * 999])
def test_copy__streams__keep_their_data_and_end_clearly(data: bytes) -> None:
    source = pikepdf.new()
    source.Root.Plain = source.make_stream(data)
    source.Root.Raw = source.make_stream(data, Type=N.Metadata, Subtype=N.XML)
    file = PackFile()
    root = int(Copier(file, source, {}).copy(source.Root).split()[0])
    info = file.reserve()
    file.put(info, b"<< >>")
    pdf = file.finish(root, info)
    with pikepdf.open(BytesIO(pdf)) as document:
        assert document.Root.Plain.read_bytes() == data
        assert document.Root.Raw.read_raw_bytes() == data
        assert "/Filter" in document.Root.Plain
    assert b"\r\nendstream" not in pdf


def test_finish__another_reader__finds_every_object() -> None:
    file = PackFile()
    first = file.reserve(3000)
    for number in range(first, first + 3000):
        file.put(number, b"<< /Own %d >>" % number)
    kids = b" ".join(b"%d 0 R" % (first + n) for n in range(3000))
    root, pages, info = file.reserve(), file.reserve(), file.reserve()
    file.put(pages, b"<< /Type /Pages /Count 0 /Kids [ ] >>")
    file.put(root, b"<< /Type /Catalog /Pages %d 0 R /All [ %s ] >>" % (pages, kids))
    file.put(info, b"<< >>")
    reader = pypdf.PdfReader(BytesIO(file.finish(root, info)), strict=True)
    everything = reader.root_object["/All"]
    assert isinstance(everything, pypdf.generic.ArrayObject)
    assert [kid.get_object()["/Own"] for kid in everything] == [first + n for n in range(3000)]


MEMORY = """
import resource, sys
from pathlib import Path
from okrsheets.render.binding import Section, bind_pack
file = Path(sys.argv[1])
def bound(people):
    sections = [Section(str(n), f"P{n}", file) for n in range(people)]
    bind_pack(Section("cover", "x", file), {}, sections)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
few = bound(20)
print((bound(400) - few) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the peak in kilobytes")
def test_bind_pack__twenty_times_the_people__takes_hardly_more_memory(tmp_path: Path) -> None:
    file = tmp_path / "p.pdf"
    file.write_bytes(pages_of(build_quarterly(lin_jing("en"), Q3, context("en"))).pdf)
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", MEMORY, str(file)], capture_output=True, text=True, check=True
    )
    # Everybody's objects together would take 150 MB, the finished file takes 8.
    assert int(run.stdout) < 60
