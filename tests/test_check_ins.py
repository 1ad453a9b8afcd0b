"""The tab of the check-ins: its fields, what is read of it, what is said of it, what it shows."""

import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from office import Job, Value, office_is_here, run_office
from sheet_kit import ANN, opened, stamp_of, template

from okrsheets.batch.judge import judge
from okrsheets.batch.merge import Conflict, State, fold
from okrsheets.batch.refresh import submission_of
from okrsheets.batch.rules import Rules
from okrsheets.cells import Cell, CellKind, Place
from okrsheets.checks import Background, check_submission
from okrsheets.display import show_finding
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.findings.method_check_ins import METHOD_CHECK_INS
from okrsheets.identity import write_identity
from okrsheets.language import load_language
from okrsheets.layout import CHECK_INS, Layout, build_layout, check_in_rows, row_of_key
from okrsheets.model import (
    CheckIn,
    FourSquare,
    HealthMeasure,
    KeyResultPlace,
    Policies,
    SheetIdentity,
    Status,
    Submission,
)
from okrsheets.scoring import score_cycle
from okrsheets.shape import MONTHS, SheetOptions
from okrsheets.store import CurrentSheet
from okrsheets.store.rows import cell_of, cell_rows, numbers_of
from okrsheets.submissions import Reading, build_submission, read_submission

ON = SheetOptions(check_ins=True)
LAYOUT = build_layout(ON, load_language("en"))
IDENTITY = SheetIdentity("a1", "E1", 2026, 1, "en", "t", "p", "k", "3x3Q+checkins")
Entry = str | float | date | Cell
PLAN: Mapping[str, Entry] = {
    "Q3.O1.text": "Happier customers",
    "Q3.O1.K1.text": "Satisfaction from 80 to 90",
    "Q3.O1.K2.text": "The handbook is out",
    "Q3.O1.K2.type": "Yes/no",
    "Q4.O1.text": "Renewals",
    "Q4.O1.K1.text": "Daily renewals up to 420",
}
_LINE = "checkins."
SEPTEMBER = date(2026, 9, 12)
FIRST = KeyResultPlace("Q3", 1, 1)


def cell(key: str, value: Entry, layout: Layout = LAYOUT) -> Cell:
    place = layout.fields[key].place
    if isinstance(value, Cell):
        return Cell(place, value.kind, value.raw, value.format)
    if isinstance(value, date):
        return Cell(place, CellKind.DATE, value.isoformat(), "yyyy-mm-dd")
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    return Cell(place, kind, str(value))


def line(number: int = 1, /, **values: Entry) -> dict[str, Entry]:
    """Give the fields of one line; `on` is its date, `of` its key result."""
    names = {"on": "date", "of": "key_result"}
    return {f"checkins.{number}.{names.get(n, n)}": value for n, value in values.items()}


def build(
    values: Mapping[str, Entry], options: SheetOptions = ON
) -> tuple[Submission, tuple[Finding, ...]]:
    layout = build_layout(options, load_language("en"))
    cells = {k: Cell(layout.fields[k].place, CellKind.BLANK) for k in layout.fields if _LINE in k}
    cells |= {key: cell(key, value, layout) for key, value in {**PLAN, **values}.items()}
    submission, findings = build_submission(IDENTITY, cells, options=options)
    assert submission is not None
    return submission, findings


def the_line(**values: Entry) -> CheckIn:
    (found,) = build(line(1, **values))[0].check_ins
    return found


def checked(values: Mapping[str, Entry], fiscal_start: int = 1) -> list[tuple[str, str]]:
    """Give code and cell of what the checks find in the lines."""
    submission, faults = build(values)
    scores = tuple(score_cycle(cycle, Policies()) for cycle in submission.cycles)
    refused = frozenset(fault.key for fault in faults)
    background = Background(refused=refused, fiscal_start=fiscal_start)
    found = check_submission(submission, scores, Policies(), computed={}, background=background)
    lines = [f for f in found if f.code.startswith("K8")]
    for finding in lines:
        assert severity_of(finding) is not Severity.ERROR
        for language in ("en", "zh"):
            assert "{" not in show_finding(finding, load_language(language))
    return [(f.code, f.place.ref if f.place else "") for f in lines]


# ------------------------------------------------------------------------------ where it stands


def test_build_layout__check_ins_on__lines_stand_below_the_four_square() -> None:
    keys = [key for key in LAYOUT.fields if key.startswith("checkins.")]
    # 1 cycle, 5 must, 5 × (next, health, its status), 160 lines of 6
    assert len(keys) == 1 + 5 + 15 + 160 * 6
    # head 2-5, bar 6, cycle 7, 12 lines of OKR 8-19, bar 20, 21-25, gap 26, bar and heads 27-29
    assert str(LAYOUT.fields["checkins.four.must.1"].place) == "'Check-ins'!C8"
    assert str(LAYOUT.fields["checkins.four.health.5.status"].place) == "'Check-ins'!G25"
    assert str(LAYOUT.fields["checkins.1.date"].place) == "'Check-ins'!C30"
    assert str(LAYOUT.fields["checkins.160.note"].place) == "'Check-ins'!H189"


def test_build_layout__check_ins_off__has_neither_lines_nor_the_latest() -> None:
    plain = build_layout(SheetOptions(), load_language("en"))
    assert not [key for key in plain.fields if "checkins" in key or "latest" in key]


def test_build_layout__confidence_left_out__lines_have_none() -> None:
    options = SheetOptions(check_ins=True, left_out=("confidence",))
    layout = build_layout(options, load_language("en"))
    assert "checkins.1.confidence" not in layout.fields
    assert layout.fields["checkins.1.status"].place.ref == "F30"


def test_row_of_key__every_key_of_the_tab__gives_its_row_back() -> None:
    for row in check_in_rows(ON):
        assert row_of_key(row.key, row.number) == row


# ------------------------------------------------------------------------------ what is read


def test_build_submission__whole_line__every_part_is_read() -> None:
    found = the_line(
        on=SEPTEMBER, of="Q3 1.1 Satisf", value=87, confidence=0.6, status="At risk", note="Late"
    )
    assert found == CheckIn(
        1,
        SEPTEMBER,
        FIRST,
        "Q3 1.1 Satisf",
        Decimal(87),
        Decimal("0.6"),
        Status.AT_RISK,
        "Late",
    )


@pytest.mark.parametrize(
    "label",
    ["Q3 1.1", "q3 1.1 old words", "Q3 O1.K1", "Q3 O1.KR1", "1.1", "Q3　1．1", "1.1 Satisfaction"],
)
def test_build_submission__label__is_understood_by_its_code(label: str) -> None:
    assert the_line(on=SEPTEMBER, of=label).key_result == FIRST


def test_build_submission__number_as_label__is_a_code_in_the_cycle_of_the_date() -> None:
    noisy = Cell(Place("x", "A1"), CellKind.NUMBER, "1.1000000000000001")
    assert the_line(on=date(2026, 10, 2), of=noisy).key_result == KeyResultPlace("Q4", 1, 1)


@pytest.mark.parametrize("label", ["1.1", "Q2 1.1", "Q3 1.3", "Satisfaction from 80 to 90"])
def test_build_submission__label_that_names_nothing__is_kept_without_a_key_result(
    label: str,
) -> None:
    day = date(2026, 5, 2)  # in Q2, which has no key result 1.1
    found = the_line(on=day, of=label)
    assert (found.key_result, found.label) == (None, label)


def test_build_submission__fiscal_year_from_april__date_tells_its_cycle() -> None:
    cells = {k: cell(k, v) for k, v in {**PLAN, **line(on=date(2026, 10, 2), of="1.1")}.items()}
    submission, _ = build_submission(IDENTITY, cells, options=ON, fiscal_start=4)
    assert submission is not None
    assert submission.check_ins[0].key_result == FIRST  # October to December is the third quarter


def test_build_submission__months__code_names_the_month() -> None:
    options = SheetOptions(cycles=MONTHS, check_ins=True)
    layout = build_layout(options, load_language("en"))
    values = {"M07.O1.text": "O", "M07.O1.K2.text": "K", **line(of="M07 1.2", on=date(2026, 7, 9))}
    cells = {key: cell(key, value, layout) for key, value in values.items()}
    submission, _ = build_submission(IDENTITY, cells, options=options)
    assert submission is not None
    assert submission.check_ins[0].key_result == KeyResultPlace("M07", 1, 2)


@pytest.mark.parametrize(("typed", "value"), [("Yes", 1), ("否", 0)])
def test_build_submission__yes_no_key_result__takes_the_words(typed: str, value: int) -> None:
    assert the_line(on=SEPTEMBER, of="Q3 1.2", value=typed).value == value


@pytest.mark.parametrize(
    "typed", ["2026-09-12", "2026/9/12", "2026年9月12日", "２０２６－９－１２"]
)
def test_build_submission__date_typed_as_text__is_read(typed: str) -> None:
    assert the_line(on=typed, of="Q3 1.1").day == SEPTEMBER


def test_build_submission__lines_with_gaps__stay_in_the_order_of_the_sheet() -> None:
    values = {
        **line(10, on=date(2026, 9, 5), of="Q3 1.1"),
        **line(2, on=SEPTEMBER, of="Q3 1.1"),
        **line(5, note="—"),
    }
    assert [found.number for found in build(values)[0].check_ins] == [2, 10]


def test_build_submission__four_square__is_read_without_its_blank_lines() -> None:
    values = {
        "checkins.four.cycle": "q3",
        "checkins.four.must.1": "Release",
        "checkins.four.must.4": "Call back",
        "checkins.four.next.2": "Train the partners",
        "checkins.four.health.3": "No night shifts",
        "checkins.four.health.3.status": "At risk",
    }
    assert build(values)[0].four_square == FourSquare(
        "Q3",
        ("Release", "Call back"),
        ("Train the partners",),
        (HealthMeasure("No night shifts", Status.AT_RISK),),
    )


# ------------------------------------------------------------------------------ what is said of it

UNREADABLE: list[tuple[str, dict[str, Entry], str]] = [
    ("S244", line(on="9-12", of="Q3 1.1"), "C30"),
    ("S244", line(on="2026-02-30", of="Q3 1.1"), "C30"),
    ("S244", line(on=46277, of="Q3 1.1"), "C30"),
    ("S201", line(on=SEPTEMBER, of="Q3 1.1", value="many"), "E30"),
    ("S232", line(on=SEPTEMBER, of="Q3 1.1", confidence=7), "F30"),
    ("S242", line(on=SEPTEMBER, of="Q3 1.1", status="At rissk"), "G30"),
    ("S243", line(on=SEPTEMBER, of="Q3 1.2", value=1), "E30"),
    ("S241", {"checkins.four.cycle": "Q7"}, "G7"),
]


@pytest.mark.parametrize(("code", "values", "place"), UNREADABLE)
def test_build_submission__unreadable_in_a_line__is_a_warning_at_its_cell(
    code: str, values: dict[str, Entry], place: str
) -> None:
    (found,) = build(values)[1]
    assert found.place is not None
    assert (found.code, found.place.ref) == (code, place)
    assert severity_of(found) is Severity.WARNING


CASES: list[tuple[dict[str, Entry], list[tuple[str, str]]]] = [
    (line(on=SEPTEMBER, of="Q3 1.1", value=87), []),
    (line(of="Q3 1.1", value=87), [("K801", "C30")]),
    (line(3, on=SEPTEMBER, value=87), [("K802", "D32")]),
    (line(on=SEPTEMBER, of="zzz"), [("K803", "D30")]),
    (line(on=SEPTEMBER, of="Satisfaction from 80 to 95"), [("K804", "D30")]),
    (line(on=SEPTEMBER, of="Q3 1.3 The handbook is out"), [("K804", "D30")]),
    (line(on=date(2026, 10, 1), of="Q3 1.1"), [("K805", "C30")]),
    (line(on=date(2026, 9, 30), of="Q3 1.1"), []),
    (line(on="12.9.", of="Q3 1.1"), []),
]


@pytest.mark.parametrize(("values", "expected"), CASES)
def test_check_submission__one_line__finds_exactly_this(
    values: dict[str, Entry], expected: list[tuple[str, str]]
) -> None:
    assert checked(values) == expected


def test_cases__all__provoke_every_code_of_the_check_ins() -> None:
    provoked = {code for _, expected in CASES for code, _ in expected}
    assert provoked == {entry.code for entry in METHOD_CHECK_INS}


def test_check_submission__fiscal_year_from_april__cycle_runs_until_december() -> None:
    assert checked(line(on=date(2026, 12, 31), of="Q3 1.1"), 4) == []
    assert checked(line(on=SEPTEMBER, of="Q3 1.1"), 4) == [("K805", "C30")]


def test_check_submission__near_label__proposes_the_label_of_the_list() -> None:
    submission, _ = build(line(on=SEPTEMBER, of="Satisfaction from 80 to 95"))
    scores = tuple(score_cycle(cycle, Policies()) for cycle in submission.cycles)
    found = check_submission(submission, scores, Policies(), computed={})
    near = [f.fields["near"] for f in found if f.code == "K804"]
    assert near == ["Q3 1.1 Satisfaction from 80 to"]


# ------------------------------------------------------------------------------ kept and joined


def test_stored_cells__built_again__give_the_same_check_ins() -> None:
    values = {
        **line(on=SEPTEMBER, of="Q3 1.1", value=87.5, confidence=0.6, status="At risk"),
        "checkins.four.must.2": "Release",
    }
    submission, _ = build(values)
    rows = cell_rows(submission.cells, numbers_of(submission))
    assert next(row["value"] for row in rows if row["key"] == "checkins.1.value") == "87.5"
    stored = CurrentSheet(
        person="E1",
        year=2026,
        identity=write_identity(IDENTITY),
        name="",
        version=1,
        received=datetime(2026, 9, 13, tzinfo=UTC),
        scored_with="",
        cells={row["key"]: cell_of(row) for row in rows},
    )
    again = submission_of(stored, Rules(options=ON))
    assert again is not None
    assert again.check_ins == submission.check_ins
    assert again.four_square == submission.four_square


OLD = {"Q3.O1.text": "t", "checkins.1.date": "d1", "checkins.1.value": "=1"}


def test_fold__different_lines_appended__both_are_kept() -> None:
    ours = {**OLD, "checkins.2.date": "d2", "checkins.2.value": "=2"}
    theirs = {**OLD, "checkins.3.date": "d3", "checkins.3.value": "=3"}
    state = fold([("a", OLD), ("b", ours), ("c", theirs)])
    assert isinstance(state, State)
    assert dict(state.values) == {**ours, **theirs}


def test_fold__same_line_appended_differently__is_held_and_never_mixed() -> None:
    ours = {**OLD, "checkins.2.date": "d2", "checkins.2.value": "=2"}
    theirs = {**OLD, "checkins.2.date": "d3", "checkins.2.note": "n"}
    clash = fold([("a", OLD), ("b", ours), ("c", theirs)])
    assert clash == Conflict(("checkins.2.date",))


# ------------------------------------------------------------------------------ in a workbook


def stamped(language: str = "en") -> bytes:
    """Give a blank sheet with check-ins, whose identity names its shape."""
    form = template(language, None, ON)
    stamp = stamp_of(ANN, form)
    return form.stamp(replace(stamp, identity=replace(stamp.identity, shape=ON.code())))


def filled(values: Mapping[str, Entry], *, without: tuple[int, ...] = ()) -> bytes:
    """Fill a stamped sheet; `without` are rows of the tab that are deleted."""
    book = opened(stamped())
    for key, value in values.items():
        place = LAYOUT.fields[key].place
        assert not isinstance(value, Cell)
        book[place.sheet][place.ref] = value
    for row in sorted(without, reverse=True):
        book["Check-ins"].delete_rows(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def read(data: bytes) -> Reading:
    reading = read_submission(data, options=ON)
    assert reading.identity is not None
    return reading


def test_read_submission__stamped_sheet__is_clean_and_blank() -> None:
    reading = read(stamped())
    submission, findings = build_submission(reading.identity, reading.cells, options=ON)
    assert (reading.findings, findings) == ((), ())
    assert submission is not None
    assert (submission.check_ins, submission.four_square) == ((), FourSquare())


def test_read_submission__filled_lines__come_back() -> None:
    values = {**PLAN, **line(160, on=SEPTEMBER, of="Q3 1.1", value=87, note="Last line")}
    reading = read(filled(values))
    submission, _ = build_submission(reading.identity, reading.cells, options=ON)
    assert submission is not None
    expected = CheckIn(160, SEPTEMBER, FIRST, "Q3 1.1", Decimal(87), note="Last line")
    assert submission.check_ins == (expected,)


def test_stamp__content_of_the_check_ins__is_prefilled() -> None:
    form = template("zh", None, ON)
    content: dict[str, str | date] = {
        "checkins.1.date": SEPTEMBER,
        "checkins.1.note": "按计划",
        "checkins.four.must.5": "发布",
    }
    sheet = opened(form.stamp(replace(stamp_of(ANN, form), content=content)))["跟进"]
    assert sheet["C30"].value == datetime(2026, 9, 12)  # noqa: DTZ001 - a sheet's dates have no zone
    assert (sheet["H30"].value, sheet["C17"].value) == ("按计划", "发布")


def test_judge__lines_deleted_and_unreadable__no_error_keeps_the_score_out() -> None:
    values = {**PLAN, **line(on="some day", of="nothing", value="many", confidence=60)}
    reading = read(filled(values, without=(40, 41)))
    assert reading.identity is not None
    judged = judge(reading, reading.identity, Rules(options=ON))
    on_the_tab = {
        f.code: severity_of(f) for f in judged.findings if f.place and f.place.sheet == "Check-ins"
    }
    assert on_the_tab == {
        "L301": Severity.WARNING,
        "S244": Severity.WARNING,
        "S201": Severity.WARNING,
        "S232": Severity.WARNING,
        "K803": Severity.WARNING,
    }


def test_read_submission__sheet_without_check_ins_in_a_workspace_with_them__is_complete() -> None:
    form = template("en")
    reading = read_submission(form.stamp(stamp_of(ANN, form)), options=ON)
    assert reading.findings == ()


def test_draw_form__check_ins_off__nothing_of_them_is_drawn() -> None:
    form = template("en")
    book = openpyxl.load_workbook(io.BytesIO(form.stamp(stamp_of(ANN, form))))
    assert "Check-ins" not in book.sheetnames
    names = [c.value for c in book["_lists"][1]]
    assert "kr_label" not in names


@pytest.mark.parametrize(("language", "name"), [("en", "Check-ins"), ("zh", "跟进")])
def test_draw_form__check_ins_on__inputs_are_open_and_limited(language: str, name: str) -> None:
    sheet = opened(stamped(language))[name]
    layout = build_layout(ON, load_language(language))
    limited = {ref for rule in sheet.data_validations.dataValidation for ref in rule.cells.ranges}
    assert len(limited) == 6 + 1 + 5 + 1 + 1 + 1  # columns; cycle; must apart; status, next, health
    for key, field in layout.fields.items():
        if key.startswith("checkins."):
            assert not sheet[field.place.ref].protection.locked, key
            assert any(field.place.ref in rule for rule in sheet.data_validations.dataValidation)
    assert sheet.protection.sheet
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.fitToHeight == 1
    assert sheet.print_area == f"'{name}'!$B$2:$H$25"


def test_check_in_rows__lines__end_where_the_constant_says() -> None:
    lines = [row for row in check_in_rows(ON) if row.kind == "check_in"]
    assert [row.key for row in lines] == [str(n) for n in range(1, CHECK_INS + 1)]


# ------------------------------------------------------------------------------ in a program

WORDS = {
    "en": {"risk": "At risk", "off": "Off track", "on": "On track"},
    "zh": {"risk": "有风险", "off": "失控", "on": "可控"},
}


def typed(language: str) -> dict[str, Value]:
    word = WORDS[language]
    lines: tuple[dict[str, Value], ...] = (
        {"date": date(2026, 9, 12), "key_result": "Q3 1.1 old text", "value": Decimal(87)},
        {"date": date(2026, 9, 5), "key_result": "Q3 1.1", "value": Decimal(85)},
        {"date": date(2026, 9, 12), "key_result": "Q3 O1.K2", "status": word["off"]},
        {"date": date(2026, 9, 12), "key_result": "1.3", "value": Decimal(31)},
        {"date": date(2026, 9, 12), "key_result": "q3 1.3", "confidence": Decimal("0.35")},
        {"date": None, "key_result": "Q3 2.1", "value": Decimal(333)},
        {"date": date(2026, 8, 30), "key_result": "Q3 2.2", "status": word["risk"]},
    )
    values: dict[str, Value] = {
        f"checkins.{n}.{name}": value
        for n, fields in enumerate(lines, 1)
        for name, value in fields.items()
        if value is not None
    }
    values["checkins.1.confidence"] = Decimal("0.6")
    values["checkins.1.status"] = word["risk"]
    values["Q3.O2.K2.confidence"] = Decimal("0.5")
    for key in ("O1", "O1.K1", "O1.K2", "O1.K3", "O2", "O2.K1", "O2.K2"):
        values[f"Q3.{key}.text"] = f"Text of {key}"
    return values


@pytest.mark.office
@pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine")
@pytest.mark.parametrize("language", ["en", "zh"])
def test_latest__typed_in_a_program__stands_beside_its_key_result(
    language: str, tmp_path: Path
) -> None:
    layout = build_layout(ON, load_language(language))
    source = tmp_path / "sheet.xlsx"
    source.write_bytes(stamped(language))
    word, tab = WORDS[language], layout.fields["checkins.1.date"].place.sheet
    shown = {
        "Q3.O1.K1.latest": f"09-12 · 87 · 60% · {word['risk']}",  # the later day, though above
        "Q3.O1.K2.latest": f"09-12 · {word['off']}",
        "Q3.O1.K3.latest": "09-12 · 35%",  # the lower line of the same day
        "Q3.O2.K1.latest": "",  # a line without a date
        "Q3.O2.K2.latest": f"08-30 · {word['risk']}",
        "Q2.O1.K1.latest": "",
    }
    square = {"F9": "6/10", "H9": "1.1  Text of O1.K1", "G10": word["off"], "F11": "4/10"}
    square |= {"F8": "O1  Text of O1", "F14": "5/10", "G14": word["risk"], "F10": "", "H15": ""}
    places = {layout.fields[key].place: text for key, text in shown.items()}
    places |= {Place(tab, ref): text for ref, text in square.items()}
    cells = {layout.fields[key].place: value for key, value in typed(language).items()}
    saved = tmp_path / "saved.xlsx"
    (found,) = run_office([Job(source, cells, tuple(places), saved)])
    assert found == places
    reading = read(saved.read_bytes())
    assert reading.findings == ()
    submission, _ = build_submission(reading.identity, reading.cells, options=ON)
    assert submission is not None
    named = [str(found.key_result) for found in submission.check_ins]
    assert named == ["Q3 1.1", "Q3 1.1", "Q3 1.2", "Q3 1.3", "Q3 1.3", "Q3 2.1", "Q3 2.2"]
    lists = openpyxl.load_workbook(saved, data_only=True)["_lists"]
    column = next(c for c in lists.iter_cols() if c[0].value == "kr_offer")
    offered = [c.value for c in column[1:7]]
    assert offered == [
        "Q3 1.1 Text of O1.K1",
        "Q3 1.2 Text of O1.K2",
        "Q3 1.3 Text of O1.K3",
        "Q3 2.1 Text of O2.K1",
        "Q3 2.2 Text of O2.K2",
        None,
    ]
