"""Making reports from a workspace: names, cache, failures, what the command line says."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from report_people import Q3, team

from okrsheets.batch import report_packs, report_pages, report_pool, reports
from okrsheets.batch.report_files import ReportState, pack_path, personal_path, put_report
from okrsheets.batch.report_pages import PersonTask
from okrsheets.batch.report_plan import ReportPlan, ReportRequest
from okrsheets.batch.report_rules import page_rules
from okrsheets.batch.reports import make_reports
from okrsheets.cli import build_root
from okrsheets.errors import MachineError, UsageError
from okrsheets.language import load_language
from okrsheets.model import Cycle, Person, PersonYear
from okrsheets.render.html import build_html
from okrsheets.reports import KINDS, build_personal
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

EN = load_language("en")
PEOPLE = team("en")[:4]


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace whose store holds a department sheet and three people."""
    made = create_workspace(tmp_path / "w", organisation="Yuanshan", year=2026, language="en")
    write_roster(made.root / "roster.xlsx", [p.person for p in PEOPLE], EN)
    monkeypatch.setattr(reports, "load_year", lambda _: PEOPLE)
    return made


def made_of(workspace: Workspace, kind: str, cycle: Cycle = Q3, **more: object) -> Sequence[object]:
    """Make reports and give (title, state, pages)."""
    request = ReportRequest(kind, cycle, **more)  # type: ignore[arg-type]
    return [(m.title, str(m.state), m.pages) for m in make_reports(workspace, request)]


def test_make_reports__twice__the_second_time_sets_nothing(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make_reports(workspace, ReportRequest("quarterly", Q3))
    assert [m.state for m in first] == [ReportState.MADE] * 4
    assert all(m.path.is_file() for m in first)
    before = {m.path: m.path.read_bytes() for m in first}
    monkeypatch.setattr(report_pages, "PageSetter", None)
    second = make_reports(workspace, ReportRequest("quarterly", Q3))
    assert [m.state for m in second] == [ReportState.UNCHANGED] * 4
    assert {m.path: m.path.read_bytes() for m in second} == before


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "cut off": lambda pdf: pdf[: len(pdf) // 2],
    "without its end": lambda pdf: pdf[:-1],
    "zeros in the middle": lambda pdf: pdf[:9000] + bytes(99) + pdf[9099:],
    "zeros at the end": lambda pdf: pdf[:-4096] + bytes(4096),
    "another number of pages": lambda pdf: pdf[:-2] + b"9\n",
    "no number of pages": lambda pdf: pdf[:-2] + b"x\n",
    "another file": lambda _: b"%PDF-1.7\n%%EOF\n",
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_make_reports__damaged_cache__pages_are_set_anew(
    damage: Callable[[bytes], bytes], workspace: Workspace
) -> None:
    request = ReportRequest("quarterly", Q3, persons=("P0147",))
    (first,) = make_reports(workspace, request)
    wanted = first.path.read_bytes()
    (kept,) = (workspace.reports / ".cache").rglob("*.pdf")
    whole = kept.read_bytes()
    kept.write_bytes(damage(whole))
    (again,) = make_reports(workspace, request)
    assert (again.state, again.findings) == (ReportState.UNCHANGED, ())
    assert again.path.read_bytes() == wanted
    assert kept.read_bytes() == whole


def test_keep_file__cannot_be_written__does_not_pass_off_what_stood_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(28, "No space left on device", path, len(data))

    kept = tmp_path / "2026Q3-abc.pdf"
    kept.write_bytes(b"half")
    monkeypatch.setattr(Path, "write_bytes", full)
    assert not report_pages.keep_file(kept, b"whole", 1)


def test_make_reports__department__binds_one_pack_with_the_own_sheet_first(
    workspace: Workspace,
) -> None:
    made = make_reports(workspace, ReportRequest("department", Q3))
    assert [m.title for m in made] == ["Product & Engineering"]
    assert made[0].path.name == "Product & Engineering_Review pack 2026Q3.pdf"
    assert made[0].pages >= 8
    assert made[0].findings == ()
    assert made_of(workspace, "department")[0][1] == "unchanged"  # type: ignore[index]


def test_make_reports__person_named__makes_only_that_one(workspace: Workspace) -> None:
    made = made_of(workspace, "annual", Cycle(2026), persons=("P0147",))
    assert [m[0] for m in made] == ["Lin Jing"]  # type: ignore[index]


def test_make_reports__two_processes__same_files(workspace: Workspace, tmp_path: Path) -> None:
    one = make_reports(workspace, ReportRequest("quarterly", Q3, output=tmp_path / "a"))
    for file in (workspace.reports / ".cache").rglob("*.pdf"):
        file.unlink()
    request = ReportRequest("quarterly", Q3, output=tmp_path / "b", jobs=2)
    two = make_reports(workspace, request)
    assert [m.path.read_bytes() for m in one] == [m.path.read_bytes() for m in two]


def test_make_reports__one_fails__others_are_made_and_it_is_told(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = build_personal

    def poisoned(person: PersonYear, *rest: object) -> object:
        if person.person.id == "P0147":
            raise ZeroDivisionError
        return build(person, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(report_pages, "build_personal", poisoned)
    made = make_reports(workspace, ReportRequest("quarterly", Q3))
    states = {m.title: m.state for m in made}
    assert states.pop("Lin Jing") is ReportState.FAILED
    assert set(states.values()) == {ReportState.MADE}
    failed = next(m for m in made if m.title == "Lin Jing")
    assert [f.code for f in failed.findings] == ["P301"]
    assert not failed.path.exists()
    monkeypatch.setattr(report_pages, "build_personal", build)
    again = make_reports(workspace, ReportRequest("quarterly", Q3))
    assert sum(m.state is ReportState.MADE for m in again) == 1


def test_make_reports__front_matter_fails__pack_is_told_as_failed(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(report_packs, "build_department", lambda *_: 1 // 0)
    made = make_reports(workspace, ReportRequest("department", Q3))
    assert [(m.state, m.findings[0].code) for m in made] == [(ReportState.FAILED, "P301")]


def test_make_reports__engine_remarks__p201_says_what(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = build_html

    def remarkable(*given: object) -> str:
        return build(*given).replace('<p class="big', '<p style="zoom:2" class="big')  # type: ignore[arg-type]

    monkeypatch.setattr(report_pages, "build_html", remarkable)
    request = ReportRequest("quarterly", Q3, persons=("P0147",))
    found = make_reports(workspace, request)[0]
    assert {f.code for f in found.findings} == {"P201"}
    assert found.state is ReportState.MADE


@pytest.mark.parametrize(
    ("request_", "said"),
    [
        (ReportRequest("quarterly", Cycle(2026)), "not made for 2026"),
        (ReportRequest("annual", Q3), "such as 2026"),
        (ReportRequest("quarterly", Q3, persons=("X",)), "nobody with the id"),
        (ReportRequest("department", Q3, departments=("X",)), "no department"),
        (ReportRequest("weekly", Q3), "no report"),
    ],
)
def test_make_reports__asked_for_what_is_not_there__says_what_is(
    workspace: Workspace, request_: ReportRequest, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        make_reports(workspace, request_)


@pytest.mark.parametrize(
    "name", ["../x", "a/b", "CON", "x.", " x", "-x", "~$x", ":*?<>|", "张" * 120, "a\nb", "\u202ex"]
)
def test_paths__hostile_names__stay_inside_the_folder(tmp_path: Path, name: str) -> None:
    person = Person(name, name, (name,))
    for path in (
        personal_path(tmp_path, person, KINDS["quarterly"], Q3, language=EN),
        pack_path(tmp_path, name, KINDS["department"], Q3, language=EN),
    ):
        assert tmp_path in path.resolve().parents
        assert put_report(path, b"x") is ReportState.MADE
        assert put_report(path, b"x") is ReportState.UNCHANGED
        assert not list(path.parent.glob("*.tmp"))


def test_paths__departments_that_look_alike__get_files_of_their_own(tmp_path: Path) -> None:
    names = ["a/b", "a_b", "a:b"]
    paths = {pack_path(tmp_path, n, KINDS["department"], Q3, language=EN) for n in names}
    assert len(paths) == 3


def test_put_report__folder_is_a_file__says_which(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("")
    with pytest.raises(MachineError, match="cannot be written"):
        put_report(tmp_path / "x" / "a.pdf", b"")


def test_report_command__lists_what_was_made(workspace: Workspace) -> None:
    result = CliRunner().invoke(
        build_root(),
        [
            "-C",
            str(workspace.root),
            "report",
            "quarterly",
            "--cycle",
            "2026Q3",
            "--person",
            "P0147",
        ],
        standalone_mode=False,
    )
    assert result.exception is None, result.output
    assert result.return_value == 0
    assert "Lin Jing" in result.output
    assert "1 report: made 1" in result.output


def test_report_command__missing_glyph__is_shown_with_its_code(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = PEOPLE[1]
    odd = replace(first, person=replace(first.person, title="Seer 𓀀"))
    monkeypatch.setattr(reports, "load_year", lambda _: (odd,))
    result = CliRunner().invoke(
        build_root(),
        ["-C", str(workspace.root), "report", "quarterly", "--cycle", "2026Q3"],
        standalone_mode=False,
    )
    assert "P101" in result.output
    assert "U+13000" in result.output
    assert result.return_value == 0


def test_set_all__a_worker_died__its_people_are_set_in_a_process_of_their_own(
    workspace: Workspace,
) -> None:
    request = ReportRequest("quarterly", Q3)
    plan = ReportPlan(KINDS["quarterly"], PEOPLE)
    rules = page_rules(workspace, request, plan)
    setters = report_pool.Setters(rules, 1)
    try:
        pages = setters.result(PersonTask(PEOPLE[1], "en"), None)
    finally:
        setters.end()
    assert (pages.name, pages.failure) == ("P0147", "")
    assert pages.pdf.startswith(b"%PDF")


def test_set_all__pool_broke_down_with_pages_ahead__they_are_set_in_a_new_one(
    workspace: Workspace,
) -> None:
    plan = ReportPlan(KINDS["quarterly"], PEOPLE)
    rules = page_rules(workspace, ReportRequest("quarterly", Q3), plan)
    ahead: Future[report_pages.Pages] = Future()
    assert ahead.cancel()  # as pebble does with what a pool that ends had not begun
    with report_pool.Setters(rules, 1) as setters:
        pages = setters.result(PersonTask(PEOPLE[1], "en"), ahead)
    assert (pages.name, pages.failure) == ("P0147", "")


def test_set_all__every_process_dies__is_told_and_does_not_go_on_for_ever(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = ReportPlan(KINDS["quarterly"], PEOPLE)
    rules = page_rules(workspace, ReportRequest("quarterly", Q3), plan)
    with report_pool.Setters(rules, 1) as setters:
        begun: list[Future[report_pages.Pages]] = []

        def dying(task: report_pages.Task) -> Future[report_pages.Pages]:
            del task
            begun.append(Future())
            begun[-1].set_exception(BrokenProcessPool())
            return begun[-1]

        monkeypatch.setattr(setters, "_submit", dying)
        pages = setters.result(PersonTask(PEOPLE[1], "en"), None)
    assert (pages.code, pages.failure) == ("P301", "the process that set it ended unexpectedly")
    assert len(begun) == 3


def test_make_reports__one_never_ends__is_stopped_and_told_and_others_are_made(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    build = build_personal

    def stuck(person: PersonYear, *rest: object) -> object:
        while person.person.id == "P0147":
            pass
        return build(person, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(report_pages, "build_personal", stuck)
    monkeypatch.setattr(reports, "set_all", partial(report_pool.set_all, seconds=2))
    made = make_reports(workspace, ReportRequest("quarterly", Q3))
    late = next(m for m in made if m.title == "Lin Jing")
    assert (late.state, late.findings[0].code, late.findings[0].value) == ("failed", "P302", "2 s")
    assert not late.path.exists()
    assert {m.state for m in made if m is not late} == {ReportState.MADE}


def test_set_all__processes_too_slow_for_the_bound__all_are_told(workspace: Workspace) -> None:
    plan = ReportPlan(KINDS["quarterly"], PEOPLE)
    rules = page_rules(workspace, ReportRequest("quarterly", Q3), plan)
    tasks = [PersonTask(person, "en") for person in PEOPLE]
    found = list(report_pool.set_all(tasks, rules, jobs=2, seconds=0.01))
    assert [p.name for p in found] == [p.person.id for p in PEOPLE]
    assert {(p.code, p.failure, p.pdf) for p in found} == {("P302", "0.01 s", b"")}
