"""The roster: kinds of file, headings, ids, and every R code with its cell."""

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from okrsheets.errors import DataError, UsageError
from okrsheets.language import load_language
from okrsheets.model import Kind, Person
from okrsheets.roster import Roster, read_roster, write_roster, write_roster_form
from okrsheets.roster.reading import build_roster

HEAD = ("id", "name", "department", "title", "manager", "e-mail", "joined", "left", "kind")


def csv_of(*rows: Sequence[str], sign: str = ",") -> bytes:
    return "\r\n".join(sign.join(row) for row in rows).encode()


def workbook_of(*rows: Sequence[object], formats: dict[str, str] | None = None) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "People"
    for row in rows:
        sheet.append(list(row))
    for ref, code in (formats or {}).items():
        sheet[ref].number_format = code
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def people_of(data: bytes) -> tuple[Person, ...]:
    roster, findings = build_roster(data)
    assert roster is not None, findings
    return roster.people


def found(data: bytes) -> list[tuple[str, str]]:
    """Give (code, cell) of every finding."""
    _, findings = build_roster(data)
    return [(f.code, f.place.ref if f.place else "") for f in findings]


ANN = ("7", "Ann", "Product/Mobile", "Lead", "", "a@example.com", "2026-03-01", "", "person")


def test_build_roster__every_field__is_read() -> None:
    assert people_of(csv_of(HEAD, ANN)) == (
        Person(
            id="7",
            name="Ann",
            department=("Product", "Mobile"),
            title="Lead",
            email="a@example.com",
            joined=date(2026, 3, 1),
        ),
    )


CHINESE = "工号,姓名,所属部门,岗位,直接上级,邮箱,入职日期,离职日期,类型,语言\n"
CHINESE += "A1,张伟,研发中心 > 平台,工程师,,,2026年3月1日,2026/9/30,人员,英文\n"


@pytest.mark.parametrize(
    "data",
    [
        CHINESE.encode(),
        CHINESE.encode("utf-8-sig"),
        CHINESE.encode("gb18030"),
        CHINESE.encode("utf-16"),
        CHINESE.replace(",", ";").encode(),
        CHINESE.replace(",", "\t").encode("gb18030"),
        ("远山科技花名册,,,,,,,,,\n" + CHINESE).encode(),
    ],
    ids=["utf-8", "bom", "gb18030", "utf-16", "semicolon", "gb18030-tab", "title-above"],
)
def test_build_roster__chinese_text_table__is_read_the_same(data: bytes) -> None:
    assert people_of(data) == (
        Person(
            id="A1",
            name="张伟",
            department=("研发中心", "平台"),
            title="工程师",
            joined=date(2026, 3, 1),
            left=date(2026, 9, 30),
            language="en",
        ),
    )


def test_build_roster__workbook__dates_numbers_and_second_tab() -> None:
    workbook = Workbook()
    note = workbook.active
    assert isinstance(note, Worksheet)
    note["A1"] = "how to use this file"
    sheet = workbook.create_sheet("花名册")
    sheet.append(["工号", "姓名", "入职日期", "类型"])
    sheet.append([123, "李雷", datetime(2026, 3, 1), "部门"])  # noqa: DTZ001 - as a cell holds it
    stream = io.BytesIO()
    workbook.save(stream)
    assert people_of(stream.getvalue()) == (
        Person(id="123", name="李雷", joined=date(2026, 3, 1), kind=Kind.DEPARTMENT),
    )


def test_build_roster__ids_as_text_and_as_numbers__stay_apart() -> None:
    data = workbook_of(
        ("id", "name"),
        ("000123", "text"),
        (123, "number"),
        (45, "shown with zeros"),
        (46.0, "a whole decimal"),
        formats={"A4": "000000"},
    )
    assert [p.id for p in people_of(data)] == ["000123", "123", "000045", "46"]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1234567890123456, "R205"),
        (12.5, "R205"),
        (-3, "R205"),
        (True, "R205"),
        ("1.23E+05", "R205"),
        ("x" * 65, "R211"),
        ("A\u202e1", "R211"),
        (None, "R201"),
        ("  ", "R201"),
    ],
)
def test_build_roster__id_that_cannot_be_used__is_named(value: object, code: str) -> None:
    assert found(workbook_of(("id", "name"), (value, "Ann"))) == [(code, "A2")]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ab1", "AB1"),
        ("AO1", "A01"),
        ("Al1", "AI1"),
        ("A１", "A1"),
        ("Ame\u0301", "Am\u00e9"),
        ("A\u2160", "AI"),
    ],
    ids=["case", "O-0", "l-I", "wide", "composed", "roman"],
)
def test_build_roster__ids_that_look_the_same__both_rows_named(first: str, second: str) -> None:
    roster, findings = build_roster(csv_of(("id", "name"), (first, "Ann"), (second, "Bo")))
    assert roster is None
    (finding,) = findings
    assert (finding.code, finding.place and finding.place.ref) == ("R204", "A3")
    assert finding.fields["first"] == "A2"
    assert finding.fields["other_id"] == first


def test_build_roster__same_id_thrice__each_points_to_the_first() -> None:
    rows = (("id", "name"), ("7", "Ann"), ("8", "Bo"), ("7", "Cy"), ("7", "Di"))
    _, findings = build_roster(csv_of(*rows))
    assert [(f.code, f.place and f.place.ref, f.fields["first"]) for f in findings] == [
        ("R203", "A4", "A2"),
        ("R203", "A5", "A2"),
    ]


def row(**values: str) -> tuple[str, ...]:
    names = ("id", "name", "department", "title", "manager", "email", "joined", "left", "kind")
    return tuple({**dict(zip(names, ANN, strict=True)), **values}[name] for name in names)


@pytest.mark.parametrize(
    ("line", "code", "ref"),
    [
        (row(name=""), "R202", "B2"),
        (row(kind="team"), "R206", "I2"),
        (row(joined="March"), "R207", "G2"),
        (row(joined="2026-02-30"), "R207", "G2"),
        (row(joined="46082"), "R207", "G2"),
        (row(left="2026-02-28"), "R208", "H2"),
    ],
)
def test_build_roster__one_fault_in_a_row__its_code_and_cell(
    line: tuple[str, ...], code: str, ref: str
) -> None:
    assert found(csv_of(HEAD, line)) == [(code, ref)]


def test_build_roster__unknown_language__is_named() -> None:
    assert found(csv_of(("id", "name", "language"), ("7", "Ann", "fr"))) == [("R213", "C2")]


def test_build_roster__excel_error__is_named() -> None:
    assert found(workbook_of(("id", "name"), ("7", "#N/A"))) == [("R212", "B2")]


def test_build_roster__manager_unknown_or_not_certain__warning_only() -> None:
    rows = (
        ("id", "name", "manager"),
        ("1", "Ann", ""),
        ("2", "Bo", "1"),
        ("3", "Bo", "Ann"),
        ("4", "Cy", "Bo"),
        ("5", "Di", "Zed"),
    )
    roster, findings = build_roster(csv_of(*rows))
    assert roster is not None
    assert [(f.code, f.place and f.place.ref) for f in findings] == [("R210", "C5"), ("R209", "C6")]
    assert roster.findings == findings


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (("number", "name"), [("R101", "A1"), ("R102", "A1")]),
        (("id", "telephone"), [("R101", "A1"), ("R102", "B1")]),
        (("id", "name", "gender"), [("R102", "C1")]),
        (("id", "name", "departmnt"), [("R103", "C1")]),
        (("id", "name", "Full name"), [("R104", "C1")]),
        (("工号", "姓名", "部 门"), []),
        (("Employee ID *", "NAME（必填）", "E_Mail"), []),
    ],
)
def test_build_roster__headings__known_missing_unknown_misspelt(
    head: tuple[str, ...], expected: list[tuple[str, str]]
) -> None:
    line = ("7", "Ann", "x")[: len(head)]
    assert sorted(found(csv_of(head, line))) == expected


def test_build_roster__only_the_example_row__is_empty() -> None:
    assert found(csv_of(("id", "name"), ("EXAMPLE", "Ann"))) == [("R105", "")]
    assert found(b"") == [("R101", ""), ("R101", "")]


def test_build_roster__many_faults__all_in_reading_order() -> None:
    rows = (HEAD, row(id="", kind="x"), row(id="1"), row(id="1", left="x"))
    assert found(csv_of(*rows)) == [("R201", "A2"), ("R206", "I2"), ("R203", "A4"), ("R207", "H4")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"PK\x03\x04 broken", "R001"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "R001"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "R002"),
    ],
)
def test_build_roster__no_roster_at_all__says_what_it_is(data: bytes, code: str) -> None:
    assert found(data) == [(code, "")]


def test_build_roster__unpacks_to_too_much__is_refused_unopened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("okrsheets.roster.tables._LARGEST", 1000)
    assert found(workbook_of(("id", "name"), ("7", "Ann"))) == [("R003", "")]


def test_read_roster__faults__stop_names_each_in_both_languages(tmp_path: Path) -> None:
    file = tmp_path / "roster.csv"
    file.write_bytes(csv_of(("id", "name"), ("7", ""), ("7", "Bo")))
    with pytest.raises(DataError) as stopped:
        read_roster(file)
    english = load_language("en").error(stopped.value).splitlines()
    chinese = load_language("zh").error(stopped.value).splitlines()
    assert [line.split("—")[0].strip() for line in english[1:]] == [
        "B2",
        "A3",
    ]
    assert "R203 the id 7 of Bo stands in A2 too" in english[2]
    assert "R202 工号 7 所在行没有姓名。每行都应有姓名。请填写姓名。" in chinese[1]


def test_read_roster__no_file__usage(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no roster"):
        read_roster(tmp_path / "roster.xlsx")


@pytest.mark.parametrize("code", ["en", "zh"])
def test_write_roster__read_back__same_people(tmp_path: Path, code: str) -> None:
    people = (
        Person(id="000123", name="张伟", department=("研发", "平台"), joined=date(2026, 7, 1)),
        Person(id="123", name="Ann", manager="000123", left=date(2026, 9, 30), language="en"),
        Person(id="D1", name="Product", kind=Kind.DEPARTMENT),
        Person(id="9", name="=1+1", title="@SUM(A1)"),
    )
    file = tmp_path / "roster.xlsx"
    write_roster(file, people, load_language(code))
    assert read_roster(file) == Roster(people)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_write_roster_form__as_it_is__headings_known_example_left_out(
    tmp_path: Path, code: str
) -> None:
    file = tmp_path / "roster.xlsx"
    write_roster_form(file, load_language(code))
    assert found(file.read_bytes()) == [("R105", "")]


ROSTER = Roster(
    (
        Person(id="1", name="Ann", department=("Product", "Mobile")),
        Person(id="2", name="Bo", department=("Product", "Web")),
        Person(id="3", name="Cy", department=("Sales", "Mobile")),
        Person(id="4", name="Di"),
    )
)


@pytest.mark.parametrize(
    ("name", "ids"),
    [("Product", "12"), ("Mobile", "13"), ("Product/Web", "2"), ("HR", ""), ("", "")],
)
def test_in_department__by_part_or_path__its_people(name: str, ids: str) -> None:
    assert "".join(p.id for p in ROSTER.in_department(name)) == ids


def test_find_and_name_of__known_and_unknown_id() -> None:
    assert ROSTER.find("2") == Person(id="2", name="Bo", department=("Product", "Web"))
    assert ROSTER.find("02") is None
    assert (ROSTER.name_of("1"), ROSTER.name_of("Mr Zed")) == ("Ann", "Mr Zed")
