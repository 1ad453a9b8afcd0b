"""A company that scores months: the whole way from settings to paper; a change of the cycles."""

import json
import sqlite3
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import CliRunner
from filled_sheets import DONE, fill, layout
from month_kit import calls, issued, monthly, send_issued, with_settings, year_of
from office import Job, Value, office_is_here, run_office
from report_kit import page_texts, text_of
from surgery import good_sheet

from okrsheets.batch.export import score_records, status_record
from okrsheets.batch.ingest import check_paths, ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.batch.results import load_year, set_aside
from okrsheets.batch.rules import Rules
from okrsheets.cells import Place
from okrsheets.cli import build_root
from okrsheets.errors import UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle, CycleState
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.reports.heat import course_map
from okrsheets.reports.records import ReportContext
from okrsheets.shape import MONTHS, SheetOptions
from okrsheets.store import FileState
from okrsheets.submissions import limits, read_submission
from okrsheets.workspace import Workspace

BAD = Path(__file__).parent / "bad"
ANN = {"M01": 80, "M02": 60, "M05": 100, "M06": 40, "M07": 70, "M08": None}
EXCUSED = {"M03.excused": "Yes", "M03.excused.reason": "Parental leave"}
BO = {"M05": 90, "M06": 60}
DEE = {"M01": 100, "M02": 0, "M03": 50}


@pytest.fixture
def year(tmp_path: Path) -> Workspace:
    """Give a year of months: Ann's with gaps, Bo joined in May, Cy sent nothing, Dee left."""
    workspace = monthly(tmp_path / "w")
    send_issued(workspace, "E1", {**year_of(ANN), **EXCUSED})
    send_issued(workspace, "E2", year_of(BO))
    send_issued(workspace, "E4", year_of(DEE))
    assert states(ingest_paths(workspace, [workspace.inbox])) == ["stored"] * 3
    return workspace


def states(result: IngestResult) -> list[str]:
    return [file.state.value for file in result.files]


def codes(result: IngestResult) -> set[str]:
    return {finding.code for file in result.files for finding in file.findings}


def command(workspace: Workspace, *arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(build_root(), ["-C", str(workspace.root), *arguments])
    return result.exit_code, result.stdout, result.stderr


def refusal(workspace: Workspace, *arguments: str) -> str:
    """Give what a wrong command says."""
    error = CliRunner().invoke(build_root(), ["-C", str(workspace.root), *arguments]).exception
    assert isinstance(error, UsageError)
    return load_language("en").error(error)


def printed(workspace: Workspace, kind: str, cycle: str, **more: object) -> dict[str, str]:
    """Make reports and give the text of each by its file's name."""
    request = ReportRequest(kind, Cycle.parse(cycle), **more)  # type: ignore[arg-type]
    made = make_reports(workspace, request)
    return {report.path.name: text_of(report.path.read_bytes()) for report in made}


# ------------------------------------------------------------------ scores and states


def test_score_records__a_year_of_months__means_by_hand(year: Workspace) -> None:
    records = score_records(load_year(year), year.policies)
    assert len(records) == 4 * 13
    assert [r["cycle"] for r in records[:13]] == [*(f"2026{m}" for m in MONTHS), "2026"]
    years = {r["person"]: r for r in records if r["cycle"] == "2026"}
    # Ann (0.80 + 0.60 + 1.00 + 0.40 + 0.70) ÷ 5 = 3.50 ÷ 5; Bo 1.50 ÷ 2; Dee 1.50 ÷ 3
    assert {p: (r["score"], r["scored"], r["of"]) for p, r in years.items()} == {
        "E1": (0.7, 5, 12),
        "E2": (0.75, 2, 12),
        "E3": (None, 0, 12),
        "E4": (0.5, 3, 12),
    }
    assert [years[p]["provisional"] for p in ("E1", "E2", "E4")] == [True, True, False]
    assert years["E2"]["quarters"] == {
        f"2026{month}": {"M05": 0.9, "M06": 0.6}.get(month) for month in MONTHS
    }


def test_status_record__a_year_of_months__totals_add_up_to_the_roster(year: Workspace) -> None:
    cycles = cycles_of_year(2026, MONTHS)
    totals = status_record(load_year(year), cycles)["totals"]
    assert [sum(totals[str(cycle)].values()) for cycle in cycles] == [4] * 12
    # Ann, Bo, Cy, Dee in turn
    assert counted(totals["2026M01"]) == {"scored": 2, "not_employed": 1, "not_submitted": 1}
    assert counted(totals["2026M03"]) == {
        "void": 1,
        "not_employed": 1,
        "not_submitted": 1,
        "scored": 1,
    }
    assert counted(totals["2026M04"]) == {"empty": 1, "not_employed": 2, "not_submitted": 1}
    assert counted(totals["2026M05"]) == {"scored": 2, "not_submitted": 1, "not_employed": 1}
    assert counted(totals["2026M08"]) == {
        "planned": 1,
        "empty": 1,
        "not_submitted": 1,
        "not_employed": 1,
    }


def counted(totals: dict[str, int]) -> dict[str, int]:
    return {state: count for state, count in totals.items() if count}


def test_load_year__fiscal_year_begins_in_april__months_away_by_the_calendar(
    tmp_path: Path,
) -> None:
    workspace = monthly(tmp_path / "w", fiscal_start="4")
    bo = load_year(workspace)[1]
    found = {str(score.cycle): score.state for score in bo.year.cycles}
    assert found["2026M01"] is CycleState.NOT_EMPLOYED
    assert found["2026M02"] is CycleState.NOT_SUBMITTED
    dee = load_year(workspace)[3]
    assert {score.state for score in dee.year.cycles} == {CycleState.NOT_EMPLOYED}
    first, last = cycle_dates(Cycle.parse("2026M10"), 4)
    assert (first.isoformat(), last.isoformat()) == ("2027-01-01", "2027-01-31")


@pytest.mark.office
@pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine")
def test_ingest__filled_in_a_spreadsheet_program__shows_and_stores_the_same(tmp_path: Path) -> None:
    workspace = monthly(tmp_path / "w", fiscal_start="4")
    issued(workspace, "E1")
    fields = layout("en", workspace.sheet_options).fields
    typed: dict[Place, Value] = {
        fields[key].place: Decimal(str(value)) if isinstance(value, int) else str(value)
        for key, value in {**year_of(ANN), **EXCUSED}.items()
    }
    shown = [fields[key].place for key in ("M07.score", "annual.M07.score", "annual.score")]
    source = next(workspace.sheets.rglob("E1_*.xlsx"))
    job = Job(source, typed, shown, target=workspace.inbox / "E1.xlsx")
    assert [text.strip() for text in run_office([job])[0].values()] == ["0.70", "0.70", "0.70"]
    (file,) = ingest_paths(workspace, [workspace.inbox]).files
    assert file.state is FileState.STORED
    assert {f.code for f in file.findings} & {"K601", "K602", "K604"} == set()
    assert load_year(workspace)[0].year.score == Fraction(7, 10)


# ------------------------------------------------------------------ the command line


def test_scores__a_month__json_names_it(year: Workspace) -> None:
    code, out, _ = command(year, "scores", "2026M07", "--format", "json")
    assert code == 0
    assert [(r["person"], r["cycle"], r["state"], r["score"]) for r in json.loads(out)] == [
        ("E1", "2026M07", "scored", 0.7),
        ("E2", "2026M07", "empty", None),
        ("E3", "2026M07", "not_submitted", None),
        ("E4", "2026M07", "not_employed", None),
    ]


@pytest.mark.parametrize(
    "arguments",
    [("status", "2026Q3"), ("scores", "2026Q3"), ("report", "quarterly", "--cycle", "2026Q3")],
)
def test_commands__a_quarter_in_a_year_of_months__names_the_months(
    year: Workspace, arguments: tuple[str, ...]
) -> None:
    said = refusal(year, *arguments)
    assert said.startswith(
        "there is no cycle 2026Q3 in this workspace. There are: 2026M01, 2026M02"
    )


def test_report__annual_of_a_month__names_the_year(year: Workspace) -> None:
    said = refusal(year, "report", "annual", "--cycle", "2026M07")
    assert said.endswith("is not made for 2026M07; name a cycle such as 2026")


def test_status__twelve_months__marks_with_their_key(year: Workspace) -> None:
    code, out, _ = command(year, "status")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].split() == ["Id", "Name", "Department", *MONTHS, "2026"]
    assert lines[2].split()[3:] == ["Sales", *"●●×·●●●○····", "◐"]
    assert "● scored" in out
    assert "blank: not employed" in out


# ------------------------------------------------------------------ paper


def test_report__a_month__says_month_never_quarter(year: Workspace) -> None:
    pages = printed(year, "quarterly", "2026M07", persons=("E1",))
    text = pages["E1_Ann Lee_Monthly report 2026M07.pdf"]
    for said in ("Personal monthly OKR report", "July 2026", "Month score", "1 Jul – 31 Jul 2026"):
        assert said in text
    assert "0.70" in text
    assert "uarter" not in text


def test_report__a_month_in_chinese__says_month_never_quarter(year: Workspace) -> None:
    pages = printed(year, "quarterly", "2026M07", persons=("E1",), language="zh")
    text = pages["E1_Ann Lee_月度报告 2026M07.pdf"].replace(" ", "")
    for said in ("个人月度OKR报告", "2026年7月", "月度得分"):
        assert said in text
    assert "季" not in text


def test_report__the_year__tells_scored_months_of_twelve(year: Workspace) -> None:
    (text,) = printed(year, "annual", "2026", persons=("E1",)).values()
    flat = " ".join(text.split())
    assert "5 of 12 months scored, 1 excused, provisional" in flat
    assert "(0.80 + 0.60 + 1.00 + 0.40 + 0.70) ÷ 5 = 0.70" in flat
    for said in ("Month by month", "M01", "January 2026", "M12", "December 2026"):
        assert said in flat
    assert "uarter" not in text


def test_report__pack_of_the_year__every_month_has_its_column(year: Workspace) -> None:
    request = ReportRequest("department", Cycle(2026))
    (made,) = make_reports(year, request)
    assert made.findings == ()
    summary = page_texts(made.path.read_bytes())[2]
    heads = " ".join(summary[summary.index("Name") : summary.index("Overall")].split())
    assert heads == "Name Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
    flat = " ".join(summary.split())
    assert "Bo Zhang ● 0.90 △ 0.60 ● 0.75" in flat
    assert "Ann Lee ● 0.80 △ 0.60 × — ★ 1.00 △ 0.40 ● 0.70 — ● 0.70" in flat
    assert "uarter" not in summary


def test_course_map__months_of_one_state__share_a_cell(year: Workspace) -> None:
    context = ReportContext("Acme", load_language("en"), year.policies)
    (group,) = course_map(load_year(year), Cycle(2026), context).groups
    rows = {row.name: row.cells for row in group.rows}
    assert {
        name: sum(cell.span for cell in cells) for name, cells in rows.items()
    } == dict.fromkeys(("Ann Lee", "Bo Zhang", "Cy Young", "Dee Fox"), 13)
    assert [(cell.text, cell.span) for cell in rows["Bo Zhang"]] == [
        ("Not employed", 4),
        ("0.90", 1),
        ("0.60", 1),
        ("Not planned", 6),
        ("0.75", 1),
    ]
    assert [(cell.text, cell.span) for cell in rows["Cy Young"]] == [("Not submitted", 13)]


def test_report__fiscal_year_begins_in_april__month_ten_is_january(tmp_path: Path) -> None:
    workspace = monthly(tmp_path / "w", fiscal_start="4")
    send_issued(workspace, "E1", calls("M10", 80))
    ingest_paths(workspace, [workspace.inbox])
    (text,) = printed(workspace, "quarterly", "2026M10", persons=("E1",)).values()
    assert "January 2027" in text
    assert "1 Jan – 31 Jan 2027" in text


# ------------------------------------------------------------------ a sheet of the other kind


def test_ingest__sheet_of_quarters_in_a_year_of_months__refused_with_what_to_do(
    tmp_path: Path,
) -> None:
    workspace = monthly(tmp_path / "w", cycles='"quarters"')
    send_issued(workspace, "E1", DONE)
    workspace = with_settings(workspace.root, cycles='"months"')
    result = ingest_paths(workspace, [workspace.inbox])
    (file,) = result.files
    assert file.state is FileState.REJECTED
    assert [(f.code, dict(f.fields)) for f in file.findings] == [
        ("L205", {"found": "Q1–Q4", "known": "M01–M12"})
    ]
    assert load_year(workspace)[0].submission is None
    workspace = with_settings(workspace.root, cycles='"quarters"')
    assert states(ingest_paths(workspace, [workspace.inbox])) == ["stored"]


def test_check_paths__outside_a_workspace__every_sheet_by_its_own_cycles(year: Workspace) -> None:
    result = check_paths(Rules(), [year.inbox / "E1.xlsx"])
    assert states(result) == ["stored"]
    (file,) = result.files
    assert file.cycle_states["2026M07"] == "scored"


def test_set_aside__quarters_are_stored_and_the_company_goes_over_to_months__count_nowhere(
    tmp_path: Path,
) -> None:
    workspace = monthly(tmp_path / "w", cycles='"quarters"')
    send_issued(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    workspace = with_settings(workspace.root, cycles='"months"')
    assert set_aside(workspace) == ("E1",)
    ann = load_year(workspace)[0]
    assert (ann.submission, ann.year.score) == (None, None)
    assert {score.state for score in ann.year.cycles} == {CycleState.NOT_SUBMITTED}
    _, _, err = command(workspace, "status")
    assert "other cycles than M01–M12, counted nowhere: 1 (E1)" in err
    ingest_paths(workspace, [])
    assert scores_of(workspace) == []
    workspace = with_settings(workspace.root, cycles='"quarters"')
    ingest_paths(workspace, [])
    assert set_aside(workspace) == ()
    assert load_year(workspace)[0].year.score is not None
    assert ("2026Q1", "scored") in scores_of(workspace)


def scores_of(workspace: Workspace) -> list[tuple[str, str]]:
    """Give the stored scores as other programs see them."""
    with sqlite3.connect(workspace.database) as database:
        return database.execute("SELECT cycle, state FROM cycle_rows ORDER BY cycle").fetchall()


def test_ingest__months_after_quarters_of_the_same_person__replace_them_and_mix_nothing(
    tmp_path: Path,
) -> None:
    workspace = monthly(tmp_path / "w", cycles='"quarters"')
    send_issued(workspace, "E1", DONE)
    ingest_paths(workspace, [workspace.inbox])
    workspace = with_settings(workspace.root, cycles='"months"')
    path = send_issued(workspace, "E1", year_of({"M01": 60}), name="months.xlsx")
    result = ingest_paths(workspace, [path])
    assert states(result) == ["stored"]
    assert codes(result) & {"V202", "V204", "V205", "V206"} == set()
    ann = load_year(workspace)[0]
    assert (ann.version, ann.year.score, ann.year.scored) == (2, Fraction(3, 5), 1)
    assert {cycle[:5] for cycle, _ in scores_of(workspace)} == {"2026M", "2026"}


# ------------------------------------------------------------------ other shapes


@pytest.mark.parametrize(
    "settings",
    [
        {"objectives": "5", "key_results": "5"},
        {"objectives": "2", "key_results": "2"},
        {"leave_out": '["self", "reviewer", "confidence", "evidence", "anchors"]'},
        {"objective_weights": "false"},
        {"check_ins": "true"},
    ],
)
def test_ingest__sheet_issued_before_the_shape_changed__read_by_its_own_shape(
    tmp_path: Path, settings: dict[str, str]
) -> None:
    workspace = monthly(tmp_path / "w")
    values = {**year_of({"M01": 60}), "M01.O1.K1.self": 0.8, "M01.O1.K1.reason": "Late orders"}
    send_issued(workspace, "E1", values)
    workspace = with_settings(workspace.root, **settings)
    result = ingest_paths(workspace, [workspace.inbox])
    assert states(result) == ["stored"]
    assert not {code for code in codes(result) if code.startswith("L")}
    assert load_year(workspace)[0].year.score == Fraction(4, 5)


def test_ingest__sheet_without_some_columns__nothing_is_missing(tmp_path: Path) -> None:
    workspace = monthly(tmp_path / "w", leave_out='["self", "anchors"]', objective_weights="false")
    plans = {**calls("M01", 60), "M01.O2.text": "Second", "M01.O2.K1.text": "5 talks"}
    plans |= {"M01.O2.K1.type": "Linear", "M01.O2.K1.target": 5, "M01.O2.K1.actual": 5}
    send_issued(workspace, "E1", plans)
    with_settings(workspace.root, leave_out="[]", objective_weights="true")
    result = ingest_paths(workspace, [workspace.inbox])
    assert states(result) == ["stored"]
    assert codes(result) & {"L301", "L302", "L306", "K305"} == set()
    assert load_year(workspace)[0].year.score == Fraction(4, 5)  # (0.60 + 1.00) ÷ 2


def test_read_submission__sheet_from_before_shapes_were_named__has_every_column() -> None:
    fewer = SheetOptions(left_out=("anchors", "self"), objective_weights=False)
    assert read_submission(good_sheet(), options=fewer).findings == ()
    lost = (BAD / "L302-column-key-missing.xlsx").read_bytes()
    (found,) = read_submission(lost, options=fewer).findings
    assert (found.code, found.value) == ("L302", "self")


def test_ingest__type_without_its_columns__asks_for_another_type(tmp_path: Path) -> None:
    workspace = monthly(tmp_path / "w", leave_out='["self", "reviewer", "anchors"]')
    values = {**calls("M01", 60), "M01.O1.K1.type": "Anchored", "M01.O1.K1.baseline": 0}
    values |= {"M01.O1.K2.text": "Good talks", "M01.O1.K2.type": "Judged"}
    send_issued(workspace, "E1", values)
    (file,) = ingest_paths(workspace, [workspace.inbox]).files
    found = [(f.code, f.place and f.place.ref) for f in file.findings if f.code[:2] == "K2"]
    assert found == [("K221", "E10"), ("K221", "E11")]


def test_limits__largest_sheet__is_far_from_them(tmp_path: Path) -> None:
    workspace = monthly(tmp_path / "w", objectives="5", key_results="5", check_ins="true")
    options = workspace.sheet_options
    lines = [(t, o, k) for t in MONTHS for o in range(1, 6) for k in range(1, 6)]
    values: dict[str, str | float] = {}
    for tab, o, k in lines:
        stem = f"{tab}.O{o}"
        values |= {f"{stem}.text": f"Objective {o}", f"{stem}.K{k}.text": f"{k}0 visits made"}
        values |= {f"{stem}.K{k}.type": "Linear", f"{stem}.K{k}.target": k * 10}
        values |= {f"{stem}.K{k}.actual": k * 8, f"{stem}.K{k}.reason": "long " * 100}
    data = fill(issued(workspace, "E1"), values, options=options)
    (workspace.inbox / "E1.xlsx").write_bytes(data)
    assert states(ingest_paths(workspace, [workspace.inbox])) == ["stored"]
    assert len(data) * 10 < limits.FILE_BYTES
