"""A whole year of the sample organisation under a fixed clock, from blank sheets to annual reports.

Twenty-four people, five departments and the company. Russell Lowe (1021) never sends anything,
Hugh Newby (1006) joins on 6 July, Manny Vann (1015) leaves on 30 June, Wanda Ayers (1010) is on
leave in the second quarter, Nina Shaw (1024) makes mistakes. After every cycle all scores are
compared with the second reckoning of `reckoning.py`.
"""

from decimal import Decimal
from pathlib import Path

import pytest
from report_kit import text_of
from year_kit import Company, Value, found_company

from okrsheets.display import show_score

AWAY = {"1006": ("Q1", "Q2"), "1015": ("Q3", "Q4")}
ON_THE_ROSTER = 30


def test_year__of_a_whole_company__every_state_is_right(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    company = found_company(tmp_path / "w", capfd, monkeypatch)
    issue(company)
    plan_and_freeze(company)
    check_in(company)
    change_the_plan(company)
    score_and_close(company)
    change_a_policy(company)
    correct_and_reopen(company)
    second_quarter(company)
    third_quarter(company)
    fourth_quarter(company)
    close_the_year(company)
    print_the_year(company)
    read_the_books(company)


def issue(company: Company) -> None:
    company.run("sheets")
    assert len(list((company.root / "sheets").rglob("*_*OKR*.xlsx"))) == ON_THE_ROSTER
    assert company.states("2026Q1") == {"not_employed": 1, "not_submitted": 29}


def plan_and_freeze(company: Company) -> None:
    company.on("2025-12-18")
    assert len(company.plan("Q1")) == 28  # all but 1006, not there yet, and 1021
    assert company.ingest() == {"stored": 28}
    assert company.states("2026Q1") == {"not_employed": 1, "not_submitted": 1, "planned": 28}
    company.on("2026-01-01")
    frozen = company.json("freeze", "2026Q1", "--yes")
    assert len(frozen["frozen"]) == 28
    assert {line["person"] for line in frozen["left_out"]} == {"1006", "1021"}
    assert company.json("changes", "2026Q1") == []


def check_in(company: Company) -> None:
    """Daily users from 40 to 46: half way through the quarter they stand at 41.5, a quarter done.

    14 February is the 45th day of 90: expected 50 %, 25 points behind, which is not more than 25.
    On the 46th day it is 26.1 points.
    """
    company.on("2026-02-12")
    lines: dict[str, Value] = {}
    days = (("2026-01-20", 41, 0.8), ("2026-02-10", 41.5, 0.5))
    for number, (day, value, confidence) in enumerate(days, start=1):
        place = f"checkins.{number}"
        lines |= {
            f"{place}.date": company.serial(day),
            f"{place}.key_result": "Q1 1.3",
            f"{place}.value": value,
            f"{place}.confidence": confidence,
            f"{place}.status": "On track",
        }
    company.send("1001", lines)
    assert company.ingest() == {"replaced": 1}
    for day, word, disagrees in (
        ("2026-02-14", "on_track", False),
        ("2026-02-15", "at_risk", True),
    ):
        pace = company.json("pace", "2026Q1", "--day", day, "--person", "1001")
        found = pace["people"][0]["key_results"][2]
        assert (found["number"], found["progress"], found["computed"]) == (3, 0.25, word)
        assert (found["status"], found["disagrees"]) == ("on_track", disagrees)
        assert (found["confidence"], found["confidence_step"]) == (0.5, "falling")
        checked_in = [point for point in found["line"] if point["origin"] == "check_in"]
        assert [(point["day"], point["value"]) for point in checked_in] == [
            ("2026-01-20", 41),
            ("2026-02-10", 41.5),
        ]


def change_the_plan(company: Company) -> None:
    company.on("2026-02-16")
    company.send("1001", {"Q1.O1.K3.target": 45})
    assert company.ingest() == {"replaced": 1}
    (person,) = company.json("changes", "2026Q1")
    (change,) = person["changes"]
    assert (person["person"], change["objective"], change["key_result"]) == ("1001", 1, 3)
    assert change["fields"] == [{"field": "target", "frozen": 46, "present": 45}]


def score_and_close(company: Company) -> None:
    """Leave Nora Sheen out at first: a cycle with a half-scored person is not closed.

    Martin Goodall by hand: under the frozen plan O1 is 0.3x1 + 0.3x0.75 + 0.4x(3.2/6) = 0.7383,
    O2 and O3 are 0.9167 each: 0.6x0.7383 + 0.4x0.9167 = 0.81; with 45 as target 3.2/5 = 0.64
    instead of 0.5333: O1 0.781, in all 0.84.
    """
    company.on("2026-04-08")
    company.score("Q1", without={"1002"})
    late = company.content("1002", "Q1")
    company.send("1002", {key: late[key] for key in late if key != "Q1.O1.K1.actual"})
    assert company.ingest() == {"replaced": 28}
    (person,) = company.json("changes", "2026Q1")
    assert (person["score_frozen"], person["score"]) == (
        pytest.approx(0.8096666667),
        pytest.approx(0.8352666667),
    )
    blocked = company.json("close", "2026Q1", "--yes", code=1)
    assert [line["person"] for line in blocked["blocking"]] == ["1002"]
    assert company.states("2026Q1")["partial"] == 1
    company.on("2026-04-09")
    company.send("1002", late)
    assert company.ingest() == {"replaced": 1}
    closed = company.json("close", "2026Q1", "--yes")
    assert (closed["scored"], [p["person"] for p in closed["left_out"]]) == (28, ["1021"])
    assert company.states("2026Q1") == {"not_employed": 1, "not_submitted": 1, "scored": 28}
    compare(company, "Q1")


def change_a_policy(company: Company) -> None:
    """What is closed stays as it was; what is open follows the settings."""
    before = company.run("scores", "2026Q1", "--format", "json")
    company.set("objective_method", '"mean"')
    company.set("band_edges", "[0.05, 0.60, 0.95]")
    assert company.run("scores", "2026Q1", "--format", "json") == before
    company.ingest()
    assert company.run("scores", "2026Q1", "--format", "json") == before
    company.set("objective_method", '"weighted"')
    company.set("band_edges", "[0.01, 0.70, 1.00]")


def correct_and_reopen(company: Company) -> None:
    """Leo Lander ran 9 tests, not 7: O1 is (0.92 + 0.9 + 0.75) / 3, O2 0.95, in all 0.894."""
    company.on("2026-04-20")
    company.send("1003", {"Q1.O1.K2.actual": 9})
    assert company.ingest(code=1) == {"held": 1}
    assert show_score(Decimal(str(company.scores("2026Q1")["1003"]["score"]))) == "0.85"
    company.run("reopen", "2026Q1", "--reason", "two tests were forgotten", "--yes")
    assert company.ingest() == {"replaced": 1}
    assert show_score(Decimal(str(company.scores("2026Q1")["1003"]["score"]))) == "0.89"
    company.json("close", "2026Q1", "--yes")
    compare(company, "Q1")


def second_quarter(company: Company) -> None:
    """Nina Shaw's target equals her baseline, until she is told. Wanda Ayers is on leave."""
    company.on("2026-04-22")
    company.plan("Q2")
    company.send("1010", {"Q2.excused": "Yes", "Q2.excused.reason": "Parental leave"})
    summary = company.ingest(code=1)
    assert summary.pop("rejected") == 1
    company.send("1024", {"Q2.O1.K2.baseline": 50})
    assert company.ingest() == {"replaced": 1}
    frozen = company.json("freeze", "2026Q2", "--yes")
    assert {line["person"] for line in frozen["left_out"]} == {"1006", "1010", "1021"}
    company.on("2026-07-10")
    company.score("Q2")
    company.ingest()
    closed = company.json("close", "2026Q2", "--yes")
    assert closed["scored"] == 27
    assert company.states("2026Q2") == {
        "not_employed": 1,
        "not_submitted": 1,
        "scored": 27,
        "void": 1,
    }
    compare(company, "Q2")


def third_quarter(company: Company) -> None:
    """Hugh Newby has joined, Manny Vann has left; void key results leave their sums."""
    company.on("2026-07-12")
    company.plan("Q3")
    company.ingest(code=1)
    company.clear("1024", "Q3.O1.K3.type", "Q3.O1.K3.target")
    company.send("1024", {"Q3.O1.K2.weight": 0.5})
    assert company.ingest()["replaced"] == 1
    assert company.states("2026Q3")["planned"] == 28
    company.on("2026-10-08")
    company.score("Q3", without={"1024"})
    company.send("1024", {"Q3.O1.K1.actual": 22, "Q3.O1.K2.actual": 78})
    company.ingest()
    company.json("close", "2026Q3", "--yes")
    assert company.states("2026Q3") == {"not_employed": 1, "not_submitted": 1, "scored": 28}
    void = company.scores("2026Q3")["1003"]["objectives"][1]["key_results"][1]
    assert (void["status"], void["score"]) == ("void", None)
    compare(company, "Q3")


def fourth_quarter(company: Company) -> None:
    """Whoever has no results yet reaches every target: 1.00."""
    company.on("2026-10-10")
    company.plan("Q4")
    company.ingest()
    assert company.states("2026Q4") == {"not_employed": 1, "not_submitted": 1, "planned": 28}
    company.on("2027-01-08")
    company.score("Q4")
    for person in sorted(company.typed):
        company.send(person, company.reached("Q4", person))
    company.ingest()
    assert company.states("2026Q4") == {"not_employed": 1, "not_submitted": 1, "scored": 28}
    assert company.scores("2026Q4")["1005"]["score"] == 1
    compare(company, "Q4")


def close_the_year(company: Company) -> None:
    company.on("2027-01-20")
    assert "2026Q4" in company.error("close", "2026", "--yes", code=2)
    company.json("close", "2026Q4", "--yes")
    company.send("1003", {"annual.review.self": "Renewals became everybody's business."})
    company.ingest()
    assert company.json("close", "2026", "--yes")["closed"]
    year = company.scores("2026")
    assert (year["1006"]["scored"], year["1006"]["of"], year["1006"]["provisional"]) == (
        2,
        4,
        False,
    )
    assert (year["1010"]["scored"], year["1010"]["provisional"]) == (3, False)
    assert (year["1015"]["scored"], year["1015"]["provisional"]) == (2, False)
    assert (year["1021"]["score"], year["1021"]["state"]) == (None, "not_submitted")
    compare(company, "annual")
    company.send("1003", {"annual.review.self": "Something else."})
    assert company.ingest(code=1) == {"held": 1}


def print_the_year(company: Company) -> None:
    company.run("report", "annual", "--cycle", "2026", "--person", "1003")
    (page,) = (company.root / "reports" / "2026").rglob("1003_*.pdf")
    words = text_of(page.read_bytes())
    score = show_score(Decimal(str(company.scores("2026")["1003"]["score"])))
    assert score in words
    assert "Renewals became everybody's business." in words
    assert "Something else." not in words


def read_the_books(company: Company) -> None:
    """The audit holds every freeze, closing and opening, in their order."""
    audit = company.audit("frozen", "closed", "reopened")
    assert [(line.split()[0], line.split()[-1]) for line in audit] == [
        ("frozen", "2026Q1"),
        ("closed", "2026Q1"),
        ("reopened", "2026Q1"),
        ("closed", "2026Q1"),
        ("frozen", "2026Q2"),
        ("closed", "2026Q2"),
        ("closed", "2026Q3"),
        ("closed", "2026Q4"),
        ("closed", "2026"),
    ]


def compare(company: Company, tab: str) -> None:
    """Hold every shown score of a cycle, or of the year, against the second reckoning."""
    shown = company.scores("2026" if tab == "annual" else f"2026{tab}")
    compared = 0
    for person, expected in company.reckoned(AWAY):
        score = shown[person]["score"]
        text = show_score(None if score is None else Decimal(str(score)))
        assert text == expected[f"{tab}.score"], (person, tab)
        compared += 1
    assert compared == ON_THE_ROSTER - 1 - (tab in ("Q1", "Q2"))
