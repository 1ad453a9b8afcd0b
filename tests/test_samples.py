"""The sample organisation: its returned sheets hold what its source says, and score as by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from sample_content import SAMPLES, people_with_content, read_cells, read_people

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.outcome import IngestResult
from okrsheets.batch.results import load_year
from okrsheets.batch.sample import lay_sample
from okrsheets.cells import Cell, CellKind
from okrsheets.display import band_of, show_score
from okrsheets.findings import Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.identity import token_is_right
from okrsheets.language import load_language
from okrsheets.layout import build_layout
from okrsheets.model import Band, KeyResultType, PersonYear, Policies, ScoreSource
from okrsheets.shape import SheetOptions
from okrsheets.store import FileState
from okrsheets.submissions import Reading, read_submission
from okrsheets.workspace import Workspace

# S scored, H partly filled in, P planned, V excused, N not employed, M not submitted; Q1 to Q4.
STATES = {
    "HQ": "SSSP",
    "D-PRD": "SSSP",
    "D-DOC": "SSSP",
    "D-OPS": "SSSP",
    "D-SAL": "SSSP",
    "D-HR": "SSSP",
    "1001": "SSSH",
    "1002": "SSSS",
    "1003": "SSSS",
    "1004": "SSSH",
    "1005": "SSSP",
    "1006": "NNSP",
    "1007": "SSSP",
    "1008": "SSSS",
    "1009": "SSSS",
    "1010": "SVSP",
    "1011": "SSSH",
    "1012": "SSSS",
    "1013": "SSSP",
    "1014": "SSSS",
    "1015": "SSNN",
    "1016": "SSSH",
    "1017": "SSSS",
    "1018": "SSSS",
    "1019": "SSSS",
    "1020": "SSSH",
    "1021": "MMMM",
    "1022": "SSSP",
    "1023": "SSSS",
    "1024": "MMMM",
}
LETTERS = {
    "scored": "S",
    "partial": "H",
    "planned": "P",
    "void": "V",
    "not_employed": "N",
    "not_submitted": "M",
}

# Reckoned with a pencil from samples/content.
SCORES = {
    # O1 .4*.7 (self) + .3*.8 + .3*1 = .82; O2 .6*5/13 + .2*.9 + .2*.9 = .590769; O3 1
    ("1002", "Q3"): "0.79",
    # O1 .5*.8 + .25*1 + .25*.8 = .85; O2 only the half-way yearly plans, the other is void
    ("1003", "Q3"): "0.71",
    # O1 .5*.8 (reviewer) + .25*.85 + .25*0 = .6125; O2 7/8; .7*.6125 + .3*.875 = .69125
    ("1004", "Q3"): "0.69",
    # five key results at or past their targets
    ("1005", "Q3"): "1.00",
    # O1 .2 + .5 + .3*.5 (self) = .85; O2 7 is a third of the way from 8 to 5: .8; .595 + .24 = .835
    ("1009", "Q3"): "0.84",
    # .5*.65 + .3*.8 + .2*.75 = .715: a tie goes up
    ("1010", "Q3"): "0.72",
    # both went the wrong way
    ("1014", "Q2"): "0.00",
    # weights 40 and 60: .4*1 + .6*.9 (self)
    ("1018", "Q3"): "0.94",
    # .5*.8 + .3*.5 (halfway from 6 to 9) + .2*.6 (reviewer)
    ("1020", "Q3"): "0.67",
    # .6*.6 + .3*4/15 + .2*.8
    ("1023", "Q2"): "0.54",
}
ERRORS = {
    "en": ("S205", "Q3!K11"),
    "zh": ("S204", "Q3!K11"),
}


@pytest.fixture(scope="module", params=["en", "zh"])
def ingested(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Workspace, IngestResult]:
    """Lay one language's sample out and take its inbox in."""
    workspace = lay_sample(tmp_path_factory.mktemp("sample") / "demo", request.param)
    return workspace, ingest_paths(workspace, [workspace.inbox])


def _years(workspace: Workspace) -> dict[str, PersonYear]:
    return {year.person.id: year for year in load_year(workspace)}


def test_ingest_paths__sample_inbox__stores_all_but_the_faulty_sheet(
    ingested: tuple[Workspace, IngestResult],
) -> None:
    _, result = ingested
    rejected = [file.person for file in result.files if file.state is FileState.REJECTED]
    assert rejected == ["1024"]
    assert result.summary[FileState.STORED] == len(result.files) - 1 == 28
    assert [path.name[:4] for path in result.returned] == ["1024"]


def test_load_year__sample_inbox__gives_everyone_the_expected_states(
    ingested: tuple[Workspace, IngestResult],
) -> None:
    workspace, _ = ingested
    states = {
        person: "".join(LETTERS[cycle.state] for cycle in year.year.cycles)
        for person, year in _years(workspace).items()
    }
    assert states == STATES


def test_load_year__sample_inbox__gives_the_scores_of_pencil_and_paper(
    ingested: tuple[Workspace, IngestResult],
) -> None:
    workspace, _ = ingested
    years = _years(workspace)
    scores = {
        (person, tab): show_score(cycle.score)
        for person, tab in SCORES
        for cycle in years[person].year.cycles
        if cycle.cycle.tab == tab
    }
    assert scores == SCORES


def test_ingest_paths__faulty_sample__names_each_cell(
    ingested: tuple[Workspace, IngestResult],
) -> None:
    workspace, result = ingested
    faulty = next(file for file in result.files if file.person == "1024")
    errors = {
        (finding.code, str(finding.place))
        for finding in faulty.findings
        if severity_of(finding) is Severity.ERROR
    }
    assert errors == {
        ("K205", "Q2!G11"),  # the target is the baseline
        ("K301", "Q3!D10:D11"),  # weights of 90 %
        ("S231", "Q3!M10"),  # a score of 7
        ERRORS[workspace.settings.language],  # words for a number
        ("S401", "Q3!E12"),  # values beside an empty key result
    }


def test_sample__all_sheets__hold_every_type_band_source_and_a_void_with_reason(
    ingested: tuple[Workspace, IngestResult],
) -> None:
    workspace, _ = ingested
    years = list(_years(workspace).values())
    planned = [
        kr
        for year in years
        if year.submission
        for sheet in year.submission.cycles
        for objective in sheet.objectives
        for kr in objective.key_results
    ]
    assert {kr.type for kr in planned} == set(KeyResultType)
    assert all(kr.reason for kr in planned if kr.status == "void")
    scored = [kr for year in years for kr in _key_result_scores(year)]
    assert {band_of(score, Policies()) for score, _ in scored} >= set(Band)
    assert {source for _, source in scored} >= set(ScoreSource)
    quarters = {band_of(c.score, Policies()) for year in years for c in year.year.cycles}
    assert quarters >= set(Band)


def _key_result_scores(
    year: PersonYear,
) -> Iterator[tuple[Fraction | None, ScoreSource | None]]:
    for cycle in year.year.cycles:
        for objective in cycle.objectives:
            yield from ((kr.score, kr.source) for kr in objective.key_results)


@pytest.mark.parametrize("code", ["en", "zh"])
def test_sample_inbox__read_back__is_exactly_its_source(code: str, tmp_path: Path) -> None:
    workspace = lay_sample(tmp_path / "demo", code)
    language = load_language(code)
    layout = build_layout(SheetOptions(), language)
    read = [read_submission(file.read_bytes()) for file in sorted(workspace.inbox.iterdir())]
    people = {r.identity.person: r for r in read if r.identity}

    assert people.keys() == people_with_content()
    for person, reading in people.items():
        assert reading.identity
        assert token_is_right(workspace.key, reading.identity)
        typed = read_cells(person, layout, language)
        assert _filled(reading) == {key: _stored(value) for key, value in typed.items()}


def _filled(reading: Reading) -> dict[str, object]:
    return {key: _value(cell) for key, cell in reading.cells.items() if not cell.blank}


def _value(cell: Cell) -> object:
    return Decimal(cell.raw) if cell.kind is CellKind.NUMBER else cell.raw


def _stored(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


@pytest.mark.parametrize("code", ["en", "zh"])
def test_sample_roster__read_back__is_exactly_its_source(code: str, tmp_path: Path) -> None:
    roster = lay_sample(tmp_path / "demo", code).roster()
    assert roster.people == read_people(code)
    assert {p.name for p in (SAMPLES / code).iterdir()} == {
        "inbox",
        "okrsheets-key",
        "okrsheets.toml",
        "roster.xlsx",
    }
