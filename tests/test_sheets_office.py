"""The live sheet in a real spreadsheet program: its formulas, its stored values, its survival.

LibreOffice is started once for the whole module. Expected figures are worked out by hand.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from office import Job, Value, office_is_here, run_office
from sheet_kit import ANN, stamp_of, template

from okrsheets.cells import Place
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import Policies, ScoreSource
from okrsheets.shape import SheetOptions
from okrsheets.sheets import CompiledTemplate

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine"),
]
Typed = Mapping[str, str | float]
_SELF_FIRST = Policies(
    score_order=(ScoreSource.SELF, ScoreSource.REVIEWER, ScoreSource.COMPUTED),
    objective_method="mean",
    missing_quarter="zero",
)
_STRICT = Policies(missing_quarter="block")


@dataclass(frozen=True)
class Case:
    """What is typed into one sheet (short keys, see `_full`), and what it must show."""

    name: str
    typed: Typed
    shows: Mapping[str, str]
    language: str = "en"
    policies: Policies | None = None


def kr(number: int, kind: str, **values: str | float) -> dict[str, str | float]:
    """Give the fields of key result `number` of Q1's first objective."""
    named = {"self_": "self"}
    cells: dict[str, str | float] = {"text": "A result", "type": kind, **values}
    return {f"Q1.O1.K{number}.{named.get(name, name)}": value for name, value in cells.items()}


O1: Typed = {"Q1.O1.text": "A goal"}


def measured(kind: str, shown: str, **values: str | float) -> Case:
    """Give a case of one key result: what the sheet shows as its score."""
    given = " ".join(f"{name}={value}" for name, value in values.items())
    score = {"Q1.O1.K1.score": shown}
    return Case(f"{kind} {given}", {**O1, **kr(1, kind, **values)}, score)


MEASURES = (
    measured("Increase", "0.75", baseline=90, target=98, actual=96),
    measured("Increase", "0.00", baseline=90, target=98, actual=80),
    measured("Increase", "1.00", baseline=90, target=98, actual=120),
    measured("Increase", "0.25", baseline=-40, target=0, actual=-30),
    measured("Increase", "", baseline=5, target=5, actual=5),
    measured("Increase", "", baseline=9, target=5, actual=7),
    measured("Increase", "", target=98, actual=96),
    measured("Increase", "", baseline=90, target=98),
    measured("Increase", "", baseline="about 90", target=98, actual=96),
    measured("Decrease", "0.00", baseline=50, target=10, actual=50),
    measured("Decrease", "0.50", baseline=50, target=10, actual=30),
    measured("Decrease", "1.00", baseline=50, target=10, actual=10),
    measured("Decrease", "1.00", baseline=50, target=10, actual=5),
    measured("Decrease", "0.00", baseline=50, target=10, actual=60),
    measured("Decrease", "", baseline=10, target=50, actual=30),
    measured("Linear", "0.65", target=1000, actual=650),
    measured("Linear", "0.65", baseline=300, target=1000, actual=650),
    measured("Linear", "0.00", target=1000, actual=-5),
    measured("Linear", "", target=0, actual=5),
    measured("Linear", "", target=-10, actual=5),
    measured("Range", "1.00", target=90, upper=110, actual=90),
    measured("Range", "1.00", target=90, upper=110, actual=110),
    measured("Range", "0.75", target=90, upper=110, actual=115),
    measured("Range", "0.75", baseline=130, target=90, upper=110, actual=115),
    measured("Range", "0.50", baseline=70, target=90, upper=110, actual=120),
    measured("Range", "0.25", baseline=100, target=90, upper=110, actual=75),
    measured("Range", "0.00", target=90, upper=90, actual=91),
    measured("Range", "1.00", target=90, upper=90, actual=90),
    measured("Range", "", target=110, upper=90, actual=100),
    measured("Range", "", target=90, actual=100),
    measured("Milestone", "0.75", target=4, actual=3),
    measured("Milestone", "0.00", target=4, actual=0),
    measured("Milestone", "1.00", target=4, actual=5),
    measured("Milestone", "", target=4, actual=2.5),
    measured("Milestone", "", target=2.5, actual=2),
    measured("Milestone", "", target=0, actual=0),
    measured("Milestone", "", target=4, actual=-1),
    measured("Yes/no", "1.00", actual="Yes"),
    measured("Yes/no", "0.00", actual="no"),
    measured("Yes/no", "1.00", actual="是"),
    measured("Yes/no", "0.00", actual="否"),
    measured("Yes/no", "", actual="perhaps"),
    measured("Yes/no", "", actual=1),
    measured("Anchored", "0.50", baseline=0, v30=20, v70=60, target=100, actual=40),
    measured("Anchored", "0.30", baseline=0, v30=20, v70=60, target=100, actual=20),
    measured("Anchored", "0.85", baseline=0, v30=20, v70=60, target=100, actual=80),
    measured("Anchored", "0.15", baseline=0, v30=20, v70=60, target=100, actual=10),
    measured("Anchored", "0.00", baseline=0, v30=20, v70=60, target=100, actual=-10),
    measured("Anchored", "1.00", baseline=0, v30=20, v70=60, target=100, actual=130),
    measured("Anchored", "0.60", baseline=100, v30=60, v70=20, target=0, actual=30),
    measured("Anchored", "0.85", baseline=100, v30=60, v70=20, target=0, actual=10),
    measured("Anchored", "", baseline=0, v30=60, v70=20, target=100, actual=40),
    measured("Anchored", "", baseline=0, v70=60, target=100, actual=40),
    measured("Judged", "", target=5, actual=5),
    measured("Judged", "0.80", self_=0.8),
    measured("Linear", "0.90", target=10, actual=5, self_=0.9),
    measured("Linear", "0.20", target=10, actual=5, self_=0.9, reviewer=0.2),
    measured("Linear", "0.00", target=10, actual=5, reviewer=0),
    measured("Linear", "", target=10, actual=5, reviewer=7),
    measured("Linear", "1.00", target=1000, actual=996),
    measured("Linear", "0.00", target=1000, actual=4),
    measured("Linear", "0.13", target=8, actual=1),
)


def three(scores: tuple[float, float, float], **weights: float) -> dict[str, str | float]:
    """Give three judged key results with these self scores, weighted w1, w2, w3."""
    cells = dict(O1)
    for number, score in enumerate(scores, 1):
        cells |= kr(number, "Judged", self_=score)
        if f"w{number}" in weights:
            cells[f"Q1.O1.K{number}.weight"] = weights[f"w{number}"]
    return cells


THREE = (0.8, 0.7, 0.5)
VOID: Typed = {"Q1.O1.K3.status": "Void"}
ROLL_UP = (
    Case(
        "given", three(THREE, w1=0.4, w2=0.3, w3=0.3), {"Q1.O1.score": "0.68", "Q1.score": "0.68"}
    ),
    Case("blank", three(THREE), {"Q1.O1.score": "0.67", "Q1.O1.band": "△ Below"}),
    Case("rest", three(THREE, w1=0.5), {"Q1.O1.score": "0.70", "Q1.O1.band": "● On target"}),
    Case("void", {**three(THREE, w1=0.5), **VOID}, {"Q1.O1.score": "0.77"}),
    Case(
        "void and halves",
        {**three((0.8, 0.5, 0), w1=0.5), **VOID},
        {"Q1.O1.score": "0.70", "Q1.O1.K3.band": "Void", "Q1.O1.K3.score": ""},
    ),
    Case(
        "sum 90",
        three(THREE, w1=0.4, w2=0.3, w3=0.2),
        {"Q1.O1.score": "", "Q1.O1.band": "✗ check weights", "@J9": "✗ 10 points missing"},
    ),
    Case("sum 110", three(THREE, w1=0.5, w2=0.3, w3=0.3), {"@J9": "✗ 10 points too many"}),
    Case("sum in thirds", three(THREE, w1=0.3333, w2=0.3333, w3=0.3333), {"Q1.O1.score": "0.67"}),
    Case("nothing left", three(THREE, w1=0.6, w2=0.4), {"@J9": "✗ nothing left for the blanks"}),
    Case("zero weight", three(THREE, w1=0), {"@J9": "✗ a weight is not above 0%"}),
    Case("raw 40", three(THREE, w1=40, w2=30, w3=30), {"Q1.O1.score": ""}),
    Case(
        "one without a score",
        {**three(THREE), "Q1.O1.K2.self": ""},
        {"Q1.O1.score": "", "Q1.O1.band": "1 not scored", "Q1.band": "1 not scored"},
    ),
    Case("mean", three(THREE, w1=0.9), {"Q1.O1.score": "0.67"}, policies=_SELF_FIRST),
    Case(
        "self first",
        {**O1, **kr(1, "Linear", target=10, actual=5, self_=0.9, reviewer=0.2)},
        {"Q1.O1.K1.score": "0.90"},
        policies=_SELF_FIRST,
    ),
    Case(
        "all void",
        {
            **O1,
            **kr(1, "Linear", target=1, actual=1, status="Void"),
            "Q1.O2.text": "Another",
            "Q1.O2.K1.text": "Its result",
            "Q1.O2.K1.type": "Judged",
            "Q1.O2.K1.self": 0.6,
            "Q1.O2.weight": 0.25,
        },
        {"Q1.O1.band": "Void", "Q1.O2.score": "0.60", "Q1.score": "0.60"},
    ),
    Case(
        "quarter all void",
        {**O1, **kr(1, "Linear", target=1, actual=1, status="Void")},
        {"Q1.score": "", "Q1.band": "Void", "annual.Q1.state": "Void or excused"},
    ),
    Case(
        "objective without key results",
        {**three(THREE), "Q1.O2.text": "Bare"},
        {"Q1.O2.band": "not scored", "Q1.score": ""},
    ),
    Case(
        "values without text",
        {"Q1.O1.K1.type": "Judged", "Q1.O1.K1.self": 1},
        {"Q1.O1.K1.score": "", "Q1.O1.score": "", "Q1.band": ""},
    ),
    Case("blanks are no text", {"Q1.O1.text": " \u3000\u00a0"}, {"annual.Q1.state": "Empty"}),
    Case(
        "bands",
        {**three((1, 0, 0.7)), **kr(3, "Linear", target=1000, actual=696)},
        {
            "Q1.O1.K1.band": "★ Outstanding",
            "Q1.O1.K2.band": "○ No progress",
            "Q1.O1.K3.band": "● On target",
        },
    ),
    Case(
        "words of the other language",
        {
            **O1,
            **kr(1, "正向", baseline=0, target=4, actual=1),
            **kr(2, "yesno", actual="no"),
            "Q1.O1.K2.status": "作废",
        },
        {"Q1.O1.K1.score": "0.25", "Q1.O1.K2.band": "Void", "Q1.score": "0.25"},
    ),
    Case("planned", {**O1, **kr(1, "Linear", target=1)}, {"annual.Q1.state": "Planned"}),
    Case(
        "partial",
        {**O1, **kr(1, "Linear", target=1, actual=1), **kr(2, "Linear", target=1)},
        {"annual.Q1.state": "Partial", "annual.score": "", "annual.state": "0 of 4, provisional"},
    ),
    Case(
        "chinese",
        {**O1, **kr(1, "正向", baseline=50, target=100, actual=85), "Q2.excused": "是"},
        {
            "Q1.score": "0.70",
            "Q1.band": "● 达到预期",
            "annual.Q2.state": "作废或免评",
            "annual.state": "4 个周期已评 1 个，暂定",
        },
        language="zh",
    ),
)


def year(*scores: float | None, excused: tuple[int, ...] = ()) -> dict[str, str | float]:
    """Give a year of one judged key result a quarter, None for a quarter left empty."""
    cells: dict[str, str | float] = {f"Q{number}.excused": "Yes" for number in excused}
    for number, score in enumerate(scores, 1):
        if score is not None:
            cells[f"Q{number}.O1.text"] = cells[f"Q{number}.O1.K1.text"] = "x"
            cells[f"Q{number}.O1.K1.type"] = "Judged"
            cells[f"Q{number}.O1.K1.self"] = score
    return cells


YEARS = (
    Case("4 of 4", year(0.6, 0.7, 0.8, 1.0), {"annual.score": "0.78", "annual.state": "4 of 4"}),
    Case("2 of 4", year(0.6, 0.9), {"annual.score": "0.75", "annual.state": "2 of 4, provisional"}),
    Case(
        "excused",
        year(None, None, 0.5, 0.7, excused=(1, 2)),
        {"annual.score": "0.60", "annual.state": "2 of 4"},
    ),
    Case("zero", year(0.6, 0.9), {"annual.score": "0.38"}, policies=_SELF_FIRST),
    Case(
        "zero, one excused",
        year(0.6, 0.9, excused=(3,)),
        {"annual.score": "0.50"},
        policies=_SELF_FIRST,
    ),
    Case("zero, none scored", year(), {"annual.score": ""}, policies=_SELF_FIRST),
    Case("block", year(0.6, 0.9), {"annual.score": ""}, policies=_STRICT),
    Case(
        "block, rest excused",
        year(0.6, 0.9, excused=(3, 4)),
        {"annual.score": "0.75"},
        policies=_STRICT,
    ),
    Case("tie", year(0.25, 0.5, 0.5, 0.25), {"annual.score": "0.38"}),
)
CASES = (*MEASURES, *ROLL_UP, *YEARS)


def _form(case: Case) -> tuple[CompiledTemplate, Layout]:
    layout = build_layout(SheetOptions(), load_language(case.language))
    return template(case.language, case.policies), layout


def _place(key: str, layout: Layout) -> Place:
    return Place("Q1", key[1:]) if key.startswith("@") else layout.fields[key].place


def _job(case: Case, folder: Path, number: int) -> Job:
    form, layout = _form(case)
    source = folder / f"{number}.xlsx"
    source.write_bytes(form.stamp(stamp_of(ANN, form)))
    cells: dict[Place, Value] = {
        _place(key, layout): value if isinstance(value, str) else Decimal(str(value))
        for key, value in case.typed.items()
        if value != ""
    }
    return Job(source, cells, [_place(key, layout) for key in case.shows])


def _empty_job(language: str, folder: Path) -> tuple[Job, dict[Place, object]]:
    """Give a job that shows every formula of an empty form, and the values stored in it."""
    form = template(language)
    source = folder / f"empty-{language}.xlsx"
    source.write_bytes(form.stamp(stamp_of(ANN, form)))
    formulas, values = (
        openpyxl.load_workbook(source),
        openpyxl.load_workbook(source, data_only=True),
    )
    stored = {
        Place(tab.title, cell.coordinate): values[tab.title][cell.coordinate].value
        for tab in formulas.worksheets
        for row in tab.iter_rows()
        for cell in row
        if cell.data_type == "f"
    }
    return Job(source, show=tuple(stored)), stored


@dataclass(frozen=True)
class Results:
    """What LibreOffice showed, and what the empty forms have stored."""

    cases: tuple[Mapping[Place, str], ...]
    empty: Mapping[str, Mapping[Place, str]]
    stored: Mapping[str, Mapping[Place, object]]


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    folder = tmp_path_factory.mktemp("office")
    empty = {code: _empty_job(code, folder) for code in ("en", "zh")}
    jobs = [job for job, _ in empty.values()]
    jobs += [_job(case, folder, number) for number, case in enumerate(CASES)]
    shown = run_office(jobs)
    return Results(
        cases=shown[2:],
        empty=dict(zip(empty, shown[:2], strict=True)),
        stored={code: stored for code, (_, stored) in empty.items()},
    )


@pytest.mark.parametrize("number", range(len(CASES)), ids=[case.name for case in CASES])
def test_formulas__hand_worked_case__shows_what_it_must(number: int, results: Results) -> None:
    case = CASES[number]
    _, layout = _form(case)
    shown = {key: results.cases[number][_place(key, layout)].strip() for key in case.shows}
    assert shown == dict(case.shows)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_form__empty_and_recalculated__shows_the_stored_values(
    language: str, results: Results
) -> None:
    stored = {p: "" if v is None else str(v) for p, v in results.stored[language].items()}
    assert dict(results.empty[language]) == stored
