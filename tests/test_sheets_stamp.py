"""Stamping: the right person's data in the right cells, nobody else's, always the same bytes."""

import io
import os
import re
import subprocess
import sys
import zipfile
import zlib
from decimal import Decimal
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sheet_kit import ANN, BO, opened, sheet_of, stamp_of, template

from okrsheets.identity import read_identity
from okrsheets.model import Person, Policies, ScoreSource
from okrsheets.shape import SheetOptions
from okrsheets.submissions import read_submission

STAMPED = {"xl/sharedStrings.xml", "xl/workbook.xml", "docProps/custom.xml"}


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_stamp__same_stamp_twice__same_bytes() -> None:
    assert sheet_of(ANN) == sheet_of(ANN)


def test_stamp__freshly_compiled_template__same_bytes() -> None:
    first = sheet_of(ANN)
    template.cache_clear()
    assert sheet_of(ANN) == first


_SHA = """
import hashlib, sheet_kit
print(hashlib.sha256(sheet_kit.sheet_of()).hexdigest())
"""


def test_stamp__other_process_and_hash_seed__same_bytes() -> None:
    path = os.pathsep.join((str(Path(__file__).parent), str(Path(__file__).parent.parent)))
    seen = set()
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", _SHA]
        seen.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)  # noqa: S603 - our own code
    assert len(seen) == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_stamp__zip__is_whole_and_dated_alike(language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(sheet_of(ANN, language))) as package:
        assert package.testzip() is None
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert len(package.namelist()) == len(set(package.namelist()))
        assert package.namelist()[0] == "[Content_Types].xml"


def test_stamp__two_people__differ_only_in_the_stamped_parts() -> None:
    ann, bo = parts_of(sheet_of(ANN)), parts_of(sheet_of(BO))
    assert {name for name in ann if ann[name] != bo[name]} == STAMPED


def test_stamp__heading__holds_the_person() -> None:
    tab = opened(sheet_of(ANN, manager="Wei Chen"))["Q3"]
    found = {tab[ref].value for ref in ("B4", "D4", "F4", "K4", "O4")}
    assert found == {"Ann Lee", "E1001", "Product / Payments", "Product manager", "Wei Chen"}


def test_stamp__calamine__reads_the_same_person() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(sheet_of(ANN)))
    row = book.get_sheet_by_name("Q1").to_python()[3]
    assert [cell for cell in row if cell][:3] == ["Ann Lee", "E1001", "Product / Payments"]


def test_stamp__someone_elses_data__is_nowhere_in_the_file() -> None:
    sheet_of(BO, manager="Mia Roth")
    everything = b"".join(parts_of(sheet_of(ANN, manager="Wei Chen")).values())
    for other in (b"Bo Zhang", b"E1002", b"Telesales", b"Mia Roth", b"Sales"):
        assert other not in everything, other


def test_stamp__identity__stands_in_three_places_and_is_read_back() -> None:
    form = template()
    identity = stamp_of(ANN, form).identity
    book = opened(sheet_of(ANN))
    lines = {
        str(book["_okrsheets"]["A1"].value),
        str(book.defined_names["okrsheets_identity"].value).strip('"'),
        *re.findall(
            r">(okrsheets\|1\|[^<]+)<", parts_of(sheet_of())["docProps/custom.xml"].decode()
        ),
    }
    assert len(lines) == 1
    assert read_identity(lines.pop()) == identity


@pytest.mark.parametrize(("tab", "key"), [("Q1", "Q1"), ("Q4", "Q4"), ("Year", "annual")])
def test_stamp__tab__names_itself_and_the_sheet_in_its_corner(tab: str, key: str) -> None:
    sheet = stamp_of(ANN, template()).identity.sheet
    assert opened(sheet_of(ANN))[tab]["A1"].value == f"okrsheets|1|{key}|{sheet}"


@pytest.mark.parametrize(
    "name",
    ['<b>&"quoted"</b>', "张伟 𠮷", "=1+1", "a\tb\nc", "_x000D_ stays", "O'Neil", "@SUM(A1)", ""],
)
def test_stamp__odd_name__is_read_back_as_it_is(name: str) -> None:
    tab = opened(sheet_of(Person("E1", name)))["Q1"]
    assert (tab["B4"].value or "") == name
    assert name == "" or tab["B4"].data_type == "s"


def test_stamp__control_signs__are_written_as_the_format_wants_them() -> None:
    text = parts_of(sheet_of(Person("E1", "a\x00b\x07c\ud800\uffff")))["xl/sharedStrings.xml"]
    assert "a_x0000_b_x0007_c\ufffd_xFFFF_<".encode() in text


def test_stamp__very_long_text__is_cut_to_what_a_cell_holds() -> None:
    value = opened(sheet_of(Person("E1", "字" * 70_000)))["Q1"]["B4"].value
    assert isinstance(value, str)
    assert len(value) == 32_767


def test_stamp__text_longer_than_one_stored_block__is_a_valid_stream() -> None:
    data = sheet_of(Person("E1", "字" * 32_000, title="题" * 32_000))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        text = package.read("xl/sharedStrings.xml")
        assert zlib.crc32(text) == package.getinfo("xl/sharedStrings.xml").CRC
    assert text.endswith(b"</sst>")


def test_stamp__own_reader__finds_a_blank_sheet_without_fault() -> None:
    reading = read_submission(sheet_of(ANN, "zh"), options=SheetOptions())
    assert reading.findings == ()
    assert reading.identity == stamp_of(ANN, template("zh")).identity


@pytest.mark.parametrize(
    "policies",
    [
        Policies(objective_method="mean"),
        Policies(missing_quarter="zero"),
        Policies(score_order=(ScoreSource.SELF, ScoreSource.COMPUTED, ScoreSource.REVIEWER)),
        Policies(band_edges=(Decimal("0.05"), Decimal("0.70"), Decimal("1.00"))),
    ],
)
def test_fingerprint__policy_of_the_formulas__changes_both(policies: Policies) -> None:
    usual, other = template(), template("en", policies)
    assert usual.policies_fingerprint != other.policies_fingerprint
    assert usual.fingerprint != other.fingerprint


def test_fingerprint__policy_without_a_formula__changes_not_the_policies() -> None:
    other = template("en", Policies(reason_rule="require", unscored_kr="zero"))
    assert template().policies_fingerprint == other.policies_fingerprint


def test_fingerprint__language_shape_or_organisation__changes_the_form() -> None:
    forms = (
        template(),
        template("zh"),
        template("en", None, SheetOptions(objectives=2)),
        template("en", None, None, "Southlight"),
    )
    assert len({form.fingerprint for form in forms}) == 4
