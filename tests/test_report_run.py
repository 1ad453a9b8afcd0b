"""A run of reports among others: second runs at once, no temporary files, places that are taken."""

import os
import tempfile
from functools import partial
from pathlib import Path

import pytest
from command_kit import run_in
from crash_loop import leftovers_in
from report_people import Q3, team

from okrsheets.batch import report_documents, report_packs, report_pages, reports
from okrsheets.batch.report_files import ReportState
from okrsheets.batch.report_pages import Pages
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.report_spool import Spool
from okrsheets.batch.reports import MadeReport, make_reports
from okrsheets.errors import MachineError
from okrsheets.language import load_language
from okrsheets.render import binding
from okrsheets.render.pdf import PageSetter, SetPages
from okrsheets.render.versions import counted_up, versions
from okrsheets.reports import pack_splitting
from okrsheets.reports.pack_records import PackReport
from okrsheets.roster import write_roster
from okrsheets.workspace import Workspace, create_workspace

EN = load_language("en")
PEOPLE = team("en")[:4]
ONE = ("P0147",)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """Give a workspace whose store holds a department sheet and three people."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1792800000")
    made = create_workspace(tmp_path / "w", organisation="Yuanshan", year=2026, language="en")
    write_roster(made.root / "roster.xlsx", [p.person for p in PEOPLE], EN)
    monkeypatch.setattr(reports, "load_year", lambda _: PEOPLE)
    return made


def one_of(workspace: Workspace, kind: str, **more: object) -> MadeReport:
    """Make reports of a kind and give the first."""
    return make_reports(workspace, ReportRequest(kind, Q3, **more))[0]  # type: ignore[arg-type]


def empty_cache(workspace: Workspace) -> int:
    """Remove all kept pages; give how many there were."""
    kept = list((workspace.reports / ".cache").rglob("*.pdf"))
    for file in kept:
        file.unlink()
    return len(kept)


# --------------------------------------------------------------------------------- two runs at once


@pytest.mark.parametrize(
    ("kind", "room"), [("department", report_packs), ("operations", report_documents)]
)
def test_make_reports__another_run_takes_the_kept_pages_away__the_report_is_whole(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, kind: str, room: object
) -> None:
    wanted = one_of(workspace, kind).path.read_bytes()
    taken: list[int] = []

    def bind_robbed(*given: object) -> bytes:
        taken.append(empty_cache(workspace))
        return binding.bind_pack(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(room, "bind_pack", bind_robbed)
    again = one_of(workspace, kind)
    assert (again.state, again.findings) == (ReportState.UNCHANGED, ())
    assert again.path.read_bytes() == wanted
    assert taken[0] >= 1


def test_make_reports__same_people_in_another_language_meanwhile__both_packs_are_whole(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    chinese = partial(one_of, workspace, "department", language="zh", output=tmp_path / "zh")
    wanted = (one_of(workspace, "department").path.read_bytes(), chinese().path.read_bytes())
    bind_pack, found = binding.bind_pack, []

    def bind_beside_another(*given: object) -> bytes:
        monkeypatch.setattr(report_packs, "bind_pack", bind_pack)
        found.append(chinese())
        return bind_pack(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(report_packs, "bind_pack", bind_beside_another)
    found.append(one_of(workspace, "department"))
    assert [(m.state, m.findings) for m in found] == [(ReportState.UNCHANGED, ())] * 2
    assert (found[1].path.read_bytes(), found[0].path.read_bytes()) == wanted


def test_spool__several_pages__each_is_read_as_it_was_put_and_nobody_sees_a_file(
    tmp_path: Path,
) -> None:
    given = [Pages("a", b"%PDF a"), Pages("b", b"%PDF bb"), Pages("c", failure="x")]
    with Spool(tmp_path / "new") as spool:
        put = [spool.put(pages) for pages in given]
        assert [pages.pdf for pages in put] == [b"", b"", b""]
        assert put[2].source == b""
        sources = [pages.source for pages in put[1::-1]]
        found = [source if isinstance(source, bytes) else source.read_bytes() for source in sources]
        if os.name == "posix":
            assert list((tmp_path / "new").iterdir()) == []
    assert found == [b"%PDF bb", b"%PDF a"]


def test_spool__folder_cannot_be_written__pages_stay_in_memory(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with Spool(tmp_path / "file") as spool:
        assert spool.put(Pages("a", b"%PDF")).source == b"%PDF"


# ---------------------------------------------------------------------------------- temporary files


@pytest.mark.parametrize("jobs", [1, 2])
def test_report_command__no_temporary_files__says_so_once_with_code_3(
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    jobs: int,
) -> None:
    gone = workspace.root / "no such folder"
    order = ("report", "quarterly", "--cycle", Q3, "--jobs", jobs)
    with monkeypatch.context() as patch:  # pytest itself needs temporary files
        patch.setattr(tempfile, "tempdir", str(gone))
        code, _, said = run_in(workspace.root, capfd, *order)
    assert code == 3
    assert said.count("temporary files cannot be written") == 1
    assert str(gone) in said
    assert "set TMPDIR" in said
    assert list(workspace.reports.rglob("*.pdf")) == []


def test_make_reports__a_process_finds_no_room_for_temporary_files__the_run_is_stopped(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    gone.cleanup()
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "TemporaryDirectory", lambda **_: gone)
        with pytest.raises(MachineError, match="temporary files cannot be written"):
            one_of(workspace, "quarterly", jobs=2)


def test_make_reports__several_processes__leave_no_temporary_files(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "tempdir", str(temporary))
        assert one_of(workspace, "quarterly", jobs=2).state is ReportState.MADE
    assert list(temporary.iterdir()) == []


# ---------------------------------------------------------------------------- places that are taken


def test_report_command__one_file_cannot_be_replaced__is_told_and_the_others_are_made(
    workspace: Workspace, capfd: pytest.CaptureFixture[str]
) -> None:
    held = one_of(workspace, "quarterly", persons=ONE).path
    held.unlink()
    held.mkdir()
    code, out, said = run_in(workspace.root, capfd, "report", "quarterly", "--cycle", Q3)
    assert code == 3
    assert f"{held.name} — P303 " in said
    assert "Is a directory" in said or "Permission denied" in said
    assert "4 reports: made 3, failed 1" in out
    assert leftovers_in(workspace.root) == []
    held.rmdir()
    code, out, _ = run_in(workspace.root, capfd, "report", "quarterly", "--cycle", Q3)
    assert (code, "4 reports: made 1, unchanged 3" in out) == (0, True)


@pytest.mark.parametrize("kind", ["quarterly", "department", "operations"])
def test_make_reports__file_open_elsewhere__the_old_one_stays_and_p303_says_why(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    held = one_of(workspace, kind, persons=ONE if kind == "quarterly" else ())
    held.path.write_bytes(b"shown by another program")
    replace_ = Path.replace

    def refuse(path: Path, target: Path) -> Path:
        if target == held.path:  # what Windows says of a file that is open
            raise PermissionError(13, "Permission denied", path, None, target)
        return replace_(path, target)

    monkeypatch.setattr(Path, "replace", refuse)
    found = {report.path: report for report in make_reports(workspace, ReportRequest(kind, Q3))}
    failed = found.pop(held.path)
    assert failed.state is ReportState.FAILED
    assert [(f.code, f.value) for f in failed.findings] == [("P303", "Permission denied")]
    assert held.path.read_bytes() == b"shown by another program"
    assert {report.state for report in found.values()} <= {ReportState.MADE}
    assert leftovers_in(workspace.root) == []


@pytest.mark.parametrize("kind", ["quarterly", "department", "operations"])
@pytest.mark.parametrize("reason", ["Permission denied", "Not a directory"])
def test_report_command__folder_cannot_be_written__is_said_before_anything_is_set(  # noqa: PLR0913, PLR0917 - fixtures
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
    tmp_path: Path,
    kind: str,
    reason: str,
) -> None:
    folder = tmp_path / "out"
    if reason == "Permission denied":
        monkeypatch.setattr(os, "access", lambda place, _: place != folder)
    else:
        folder.write_bytes(b"")
        folder /= "below"
    monkeypatch.setattr(report_pages, "PageSetter", None)
    order = ("report", kind, "--cycle", Q3, "--output", folder)
    code, _, said = run_in(workspace.root, capfd, *order)
    assert (code, f"{folder} cannot be written: {reason}" in said) == (3, True)


# ------------------------------------------------------------------------------ what sets the pages


def test_make_reports__another_pango__pages_are_set_anew(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_of(workspace, "quarterly", persons=ONE)
    (before,) = (workspace.reports / ".cache").rglob("*.pdf")
    monkeypatch.setattr(report_pages, "versions", lambda: (*versions()[:-1], "another"))
    one_of(workspace, "quarterly", persons=ONE)
    (after,) = (workspace.reports / ".cache").rglob("*.pdf")
    assert before != after


@pytest.mark.parametrize("known", [(6, 0, 0), (11, 4, 2), (0, 0, 1)])
def test_counted_up__library_that_only_compares__gives_its_version(
    known: tuple[int, int, int],
) -> None:
    assert counted_up(lambda *asked: known >= asked) == ".".join(map(str, known))


# ------------------------------------------------------------------------------------ no work twice


def test_make_reports__part_of_a_pack_that_stays_as_it_is__is_set_once(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    split = pack_splitting.split_pack
    first: list[PackReport] = []

    def with_one_that_stays(report: PackReport) -> tuple[PackReport, ...]:
        first.append(report)  # the page numbers of later ones are known
        return (*split(report), first[0])

    monkeypatch.setattr(report_packs, "split_pack", with_one_that_stays)
    given: list[str] = []
    set_pages = PageSetter.set_pages

    def noted(setter: PageSetter, html: str) -> SetPages:
        given.append(html)
        return set_pages(setter, html)

    monkeypatch.setattr(PageSetter, "set_pages", noted)
    assert one_of(workspace, "department").state is ReportState.MADE
    assert len(first) > 1
    assert len(given) == len(set(given))
