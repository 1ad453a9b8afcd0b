"""From cells to a submission: what exists, what each field says, and every S*** finding."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from filled_sheets import layout

from okrsheets.cells import Cell, CellKind
from okrsheets.display import show_finding
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import CATALOGUE, severity_of
from okrsheets.findings.entries import ENTRIES
from okrsheets.findings.values import VALUES
from okrsheets.language import load_language
from okrsheets.model import (
    AnnualReview,
    CycleReview,
    Improvement,
    KeyResult,
    KeyResultType,
    Objective,
    SheetIdentity,
    Status,
    Submission,
)
from okrsheets.submissions import build_submission

IDENTITY = SheetIdentity("a1", "E1", 2026, 1, "en", "t", "p", "k")
CHINESE = SheetIdentity("a1", "E1", 2026, 1, "zh", "t", "p", "k")
Value = str | float | Decimal | Cell
ONE: Mapping[str, Value] = {
    "Q1.O1.text": "Happier customers",
    "Q1.O1.K1.text": "Satisfaction from 80 to 90",
    "Q1.O1.K1.type": "Increase",
    "Q1.O1.K1.baseline": 80,
    "Q1.O1.K1.target": 90,
}
"""In the sheet: objective 1 row 9, its key result 1 row 10."""


def cell_of(key: str, value: Value) -> Cell:
    """Give a cell at the field's address: numbers as numbers, text as text."""
    place = layout().fields[key].place
    if isinstance(value, Cell):
        return Cell(place, value.kind, value.raw, value.format, value.formula, value.struck)
    kind = CellKind.TEXT if isinstance(value, str) else CellKind.NUMBER
    return Cell(place, kind, str(value))


def special(
    kind: CellKind,
    raw: str = "",
    *,
    form: str = "General",
    formula: str | None = None,
    struck: bool = False,
) -> Cell:
    """Give a cell of a special kind; its place is set by `cell_of`."""
    return Cell(layout().fields["Q1.O1.text"].place, kind, raw, form, formula, struck)


def build(
    values: Mapping[str, Value], identity: SheetIdentity = IDENTITY
) -> tuple[Submission, tuple[Finding, ...]]:
    """Build a submission from values by field key."""
    submission, findings = build_submission(identity, {k: cell_of(k, v) for k, v in values.items()})
    assert submission is not None
    return submission, findings


def first(values: Mapping[str, Value]) -> KeyResult:
    """Give the first key result of Q1."""
    return build(values)[0].cycles[0].objectives[0].key_results[0]


def said(findings: tuple[Finding, ...]) -> list[tuple[str, str, str]]:
    """Give code, place and value of findings."""
    return [(f.code, str(f.place), f.value) for f in findings]


def test_build_submission__no_identity__is_none() -> None:
    assert build_submission(None, {}) == (None, ())


def test_build_submission__nothing_filled__four_empty_cycles() -> None:
    submission, findings = build({})
    assert findings == ()
    assert [str(sheet.cycle) for sheet in submission.cycles] == [
        "2026Q1",
        "2026Q2",
        "2026Q3",
        "2026Q4",
    ]
    assert all(sheet.objectives == () for sheet in submission.cycles)
    assert submission.annual == AnnualReview()


def test_build_submission__every_field__lands_in_its_place() -> None:
    values: dict[str, Value] = {
        "Q2.O3.text": " Grow\r\nrevenue ",
        "Q2.O3.weight": Decimal("0.4"),
        "Q2.O3.supports": "Company O1",
        "Q2.O3.K2.text": "Pay rate",
        "Q2.O3.K2.type": "Anchored",
        "Q2.O3.K2.owner": "Bo",
        "Q2.O3.K2.weight": Decimal("0.3"),
        "Q2.O3.K2.baseline": 10,
        "Q2.O3.K2.target": 20,
        "Q2.O3.K2.upper": 30,
        "Q2.O3.K2.v30": 12,
        "Q2.O3.K2.v70": 17,
        "Q2.O3.K2.actual": "18",
        "Q2.O3.K2.unit": "%",
        "Q2.O3.K2.self": Decimal("0.70000000000000007"),
        "Q2.O3.K2.reviewer": 1,
        "Q2.O3.K2.status": "at risk",
        "Q2.O3.K2.confidence": Decimal("0.55"),
        "Q2.O3.K2.reason": "Later launch",
        "Q2.O3.K2.evidence": "http://x",
        "Q2.O3.K2.depends": "@Support",
        "Q2.excused": "Yes",
        "Q2.excused.reason": "Parental leave",
        "Q2.review.how_far": "Far",
        "Q2.review.how": "Well",
        "Q2.review.cause": "Own",
        "Q2.plan.2.measure": "Call them",
        "Q2.plan.2.date": special(CellKind.DATE, "2026-09-30", form="yyyy-mm-dd"),
        "Q2.plan.2.effect": "+5",
        "Q2.plan.2.owner": "Ann",
        "annual.review.self": "A good year",
        "annual.review.peers": "Yes",
        "annual.review.manager": "Agreed",
        "annual.review.collective": "Won",
    }
    submission, findings = build(values)
    sheet = submission.cycles[1]
    assert sheet.objectives == (
        Objective(
            3,
            "Grow\nrevenue",
            Decimal("0.4"),
            "Company O1",
            (
                KeyResult(
                    2,
                    "Pay rate",
                    KeyResultType.ANCHORED,
                    "Bo",
                    Decimal("0.3"),
                    Decimal(10),
                    Decimal(20),
                    Decimal(30),
                    Decimal(12),
                    Decimal(17),
                    Decimal(18),
                    "%",
                    Decimal("0.7"),
                    Decimal(1),
                    Status.AT_RISK,
                    Decimal("0.55"),
                    "Later launch",
                    "http://x",
                    "@Support",
                ),
            ),
        ),
    )
    assert (sheet.excused, sheet.excused_reason) == (True, "Parental leave")
    plan = (Improvement(2, "Call them", "2026-09-30", "+5", "Ann"),)
    assert sheet.review == CycleReview("Far", "Well", "Own", plan)
    assert submission.annual == AnnualReview("A good year", "Yes", "Agreed", "Won")
    assert said(findings) == [("S101", "Q2!K19", "18")]


FAULTS: list[tuple[str, dict[str, Value], str, str]] = [
    ("S101", {"Q1.O1.K1.actual": "８８"}, "Q1!K10", "８８"),
    ("S102", {"Q1.O1.K1.actual": "待定"}, "Q1!K10", "待定"),
    ("S102", {"Q1.O1.K1.status": "N/A"}, "Q1!Q10", "N/A"),
    ("S104", {"Q1.O1.K1.actual": special(CellKind.NUMBER, "88", formula="80+8")}, "Q1!K10", "88"),
    ("S201", {"Q1.O1.K1.actual": "many"}, "Q1!K10", "many"),
    ("S202", {"Q1.O1.K1.self": "0。7"}, "Q1!M10", "0。7"),
    ("S203", {"Q1.O1.K1.self": "0,7"}, "Q1!M10", "0,7"),
    ("S204", {"Q1.O1.K1.self": "七成"}, "Q1!M10", "七成"),
    ("S205", {"Q1.O1.K1.self": "约0.7"}, "Q1!M10", "约0.7"),
    ("S206", {"Q1.O1.K1.self": "0.7-0.8"}, "Q1!M10", "0.7-0.8"),
    ("S207", {"Q1.O1.K1.self": "1/2"}, "Q1!M10", "1/2"),
    ("S208", {"Q1.O1.K1.self": "70分"}, "Q1!M10", "70分"),
    ("S209", {"Q1.O1.K1.self": "1e-1"}, "Q1!M10", "1e-1"),
    ("S210", {"Q1.O1.K1.self": "٠.٧"}, "Q1!M10", "٠.٧"),
    ("S211", {"Q1.O1.K1.target": Decimal("1e300")}, "Q1!G10", "1E+300"),
    ("S221", {"Q1.O1.K1.reviewer": special(CellKind.BOOLEAN, "1")}, "Q1!N10", "TRUE"),
    ("S222", {"Q1.O1.K1.actual": special(CellKind.DATE, "2026-07-01")}, "Q1!K10", "2026-07-01"),
    ("S223", {"Q1.O1.K1.actual": special(CellKind.ERROR, "#DIV/0!")}, "Q1!K10", "#DIV/0!"),
    ("S223", {"Q1.O1.K1.reason": special(CellKind.ERROR, "#REF!")}, "Q1!R10", "#REF!"),
    ("S224", {"Q1.O1.K1.actual": special(CellKind.UNCACHED, formula="A1")}, "Q1!K10", ""),
    (
        "S225",
        {"Q1.O1.K1.actual": special(CellKind.NUMBER, "88", formula="[1]Q1!A1")},
        "Q1!K10",
        "88",
    ),
    ("S226", {"Q1.O1.K1.self": special(CellKind.TEXT, "0.60.7", struck=True)}, "Q1!M10", "0.60.7"),
    ("S226", {"Q1.O1.K1.status": special(CellKind.TEXT, "Void", struck=True)}, "Q1!Q10", "Void"),
    ("S231", {"Q1.O1.K1.self": 70}, "Q1!M10", "70"),
    ("S231", {"Q1.O1.K1.reviewer": Decimal("-0.1")}, "Q1!N10", "-0.1"),
    ("S232", {"Q1.O1.weight": special(CellKind.NUMBER, "40", form="0%")}, "Q1!D9", "4000%"),
    ("S232", {"Q1.O1.K1.confidence": 7}, "Q1!V10", "7"),
    ("S233", {"Q1.O1.K1.weight": special(CellKind.NUMBER, "0.004", form="0%")}, "Q1!D10", "0.4%"),
    ("S234", {"Q1.O1.K1.target": special(CellKind.NUMBER, "0.9", form="0%")}, "Q1!F10", "80"),
    ("S241", {"Q1.O1.K1.type": "zzz"}, "Q1!E10", "zzz"),
    ("S242", {"Q1.O1.K1.type": "Increse"}, "Q1!E10", "Increse"),
    ("S243", {"Q1.O1.K1.type": "Yes/no", "Q1.O1.K1.actual": "maybe"}, "Q1!K10", "maybe"),
    ("S243", {"Q1.O1.K1.type": "Yes/no", "Q1.O1.K1.actual": 1}, "Q1!K10", "1"),
    ("S301", {"Q1.O1.K1.reason": "x" * 32_768}, "Q1!R10", "x" * 32_768),
    ("S302", {"Q1.O1.K1.reason": "late\x07 start"}, "Q1!R10", "late\x07 start"),
    ("S303", {"Q1.O1.K1.reason": special(CellKind.TEXT, "late", struck=True)}, "Q1!R10", "late"),
    ("S304", {"Q1.O1.K1.reason": "abc\u202edef"}, "Q1!R10", "abc\u202edef"),
    ("S401", {"Q1.O1.K2.target": 5}, "Q1!G11", "5"),
    ("S401", {"Q1.O2.weight": Decimal("0.5")}, "Q1!D13", "0.5"),
    ("S402", {"Q1.O2.K3.text": "Orphan"}, "Q1!C16", "Orphan"),
    ("S403", {"Q1.O1.K2.text": "无"}, "Q1!C11", "无"),
]


@pytest.mark.parametrize(("code", "values", "place", "value"), FAULTS)
def test_build_submission__one_fault__is_named_at_its_cell(
    code: str, values: dict[str, Value], place: str, value: str
) -> None:
    assert said(build({**ONE, **values})[1]) == [(code, place, value)]


EXCUSED: dict[str, Value] = {"Q1.excused": "Yes", "Q1.excused.reason": "Parental leave"}


@pytest.mark.parametrize(("code", "values", "place", "value"), FAULTS)
def test_build_submission__fault_left_over_in_an_excused_cycle__is_no_error(
    code: str, values: dict[str, Value], place: str, value: str
) -> None:
    submission, findings = build({**ONE, **values, **EXCUSED})
    assert said(findings) == [(code, place, value)]
    assert [f for f in findings if severity_of(f) is Severity.ERROR] == []
    other = {key.replace("Q1.", "Q2."): value for key, value in EXCUSED.items()}
    beside = build({**ONE, **values, **other})[1]
    assert [severity_of(f) for f in beside] == [CATALOGUE[code].severity]
    assert submission.cycles[0].excused


@pytest.mark.parametrize("field", ["excused", "excused.reason"])
def test_build_submission__the_excuse_itself_cannot_be_read__is_an_error(field: str) -> None:
    torn = special(CellKind.ERROR, "#REF!")
    findings = build({**ONE, **EXCUSED, f"Q1.{field}": torn})[1]
    assert [(f.code, severity_of(f)) for f in findings] == [("S223", Severity.ERROR)]


def test_faults__every_code_of_values__is_provoked() -> None:
    elsewhere = {"S244", "S404"}  # tests/test_check_ins.py and tests/test_marked_copy.py
    provoked = {code for code, *_ in FAULTS} | elsewhere
    assert provoked == {entry.code for entry in (*VALUES, *ENTRIES)}


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize(("code", "values", "place", "value"), FAULTS)
def test_findings__their_fields__fill_every_sentence(
    code: str, values: dict[str, Value], place: str, value: str, language: str
) -> None:
    assert code
    assert place
    assert value or code == "S224"
    for finding in build({**ONE, **values})[1]:
        for sentence in show_finding(finding, load_language(language)):
            assert sentence
            assert "{" not in sentence


def test_build_submission__actual_typed_as_percentage_of_plain_numbers__is_an_error() -> None:
    """88% is stored as 0.88; from 80 to 90 it would score 0."""
    actual = special(CellKind.NUMBER, "0.88", form="0%")
    (finding,) = build({**ONE, "Q1.O1.K1.actual": actual})[1]
    assert (finding.code, severity_of(finding)) == ("S234", Severity.ERROR)


def test_build_submission__percent_sign_written_by_the_format__is_a_plain_number() -> None:
    """The format 0"%" shows 88 as 88%, and 88 is what is meant beside 80 and 90."""
    actual = special(CellKind.NUMBER, "88", form='0"%"')
    assert build({**ONE, "Q1.O1.K1.actual": actual})[1] == ()
    mixed = {"Q1.O1.K1.target": special(CellKind.NUMBER, "0.9", form=r"0\%")}
    assert build({**ONE, **mixed, "Q1.O1.K1.actual": actual})[1] == ()


def test_build_submission__many_faults__in_reading_order() -> None:
    values: dict[str, Value] = {
        "Q2.O1.text": "x",
        "Q2.O1.K1.text": "y",
        "Q2.O1.K1.self": 5,
        **ONE,
        "Q1.O1.K1.self": 7,
        "Q1.O1.K1.actual": "約0.7分",
        "Q1.O1.weight": 3,
        "Q1.O1.K1.evidence": special(CellKind.ERROR, "#N/A"),
    }
    assert [str(f.place) for f in build(values)[1]] == [
        "Q1!D9",
        "Q1!K10",
        "Q1!M10",
        "Q1!W10",
        "Q2!M10",
    ]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Increase", "increase"),
        ("正向", "increase"),
        (" 正向 ", "increase"),
        ("INCREASE", "increase"),
        ("decrease", "decrease"),
        ("yes/no", "yesno"),
        ("是否", "yesno"),
        ("锚定", "anchored"),
    ],
)
@pytest.mark.parametrize("identity", [IDENTITY, CHINESE], ids=["en", "zh"])
def test_build_submission__choices__count_in_both_languages(
    word: str, code: str, identity: SheetIdentity
) -> None:
    submission, findings = build({**ONE, "Q1.O1.K1.type": word}, identity)
    assert findings == ()
    assert submission.cycles[0].objectives[0].key_results[0].type == KeyResultType(code)


def test_build_submission__near_miss__proposes_the_word_of_the_sheets_language() -> None:
    found = build({**ONE, "Q1.O1.K1.status": "有风险的"}, CHINESE)[1][0]
    assert (found.code, found.fields["near"]) == ("S242", "有风险")
    assert found.fields["words"] == ("可控", "有风险", "失控", "作废")


@pytest.mark.parametrize(
    ("word", "value"),
    [("Yes", 1), ("是", 1), (" yes ", 1), ("No", 0), ("否", 0)],
)
def test_build_submission__yes_no_actual__is_1_or_0(word: str, value: int) -> None:
    values = {**ONE, "Q1.O1.K1.type": "Yes/no", "Q1.O1.K1.actual": word}
    assert first(values).actual == Decimal(value)
    assert build(values)[1] == ()


@pytest.mark.parametrize(
    "wrong", ["many", special(CellKind.ERROR, "#N/A"), special(CellKind.BOOLEAN, "0"), "-"]
)
def test_build_submission__unreadable_or_missing_actual__is_none_never_0(wrong: Value) -> None:
    assert first({**ONE, "Q1.O1.K1.actual": wrong}).actual is None


def test_build_submission__zero__is_zero() -> None:
    assert first({**ONE, "Q1.O1.K1.actual": 0}).actual == Decimal(0)


def test_build_submission__word_for_nothing_beside_a_blank_text__is_no_fault() -> None:
    assert build({**ONE, "Q1.O1.K2.target": "-", "Q1.O1.K3.actual": "  "})[1] == ()


def test_build_submission__error_in_the_text_itself__is_said_once() -> None:
    values = {**ONE, "Q1.O1.K1.text": special(CellKind.ERROR, "#NAME?")}
    assert [f.code for f in build(values)[1]] == ["S223"]


def test_build_submission__control_characters__are_left_out_of_the_text() -> None:
    assert first({**ONE, "Q1.O1.K1.reason": "late\x07 start\ttoday"}).reason == "late start\ttoday"


def test_build_submission__only_the_filled_cells__give_the_same_submission() -> None:
    every = {key: cell_of(key, "") for key in layout().fields}
    filled = {key: cell_of(key, value) for key, value in ONE.items()}
    whole, _ = build_submission(IDENTITY, {**every, **filled})
    sparse, _ = build_submission(IDENTITY, filled)
    assert whole is not None
    assert sparse is not None
    assert whole.cycles == sparse.cycles
