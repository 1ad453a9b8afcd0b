"""`okrsheets doctor`: what is looked at, what is lacking, what to do."""

import importlib
import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner

from okrsheets.cli import machine
from okrsheets.cli.doctor import command, look_at_workspace
from okrsheets.cli.machine import (
    look_at_disk,
    look_at_fonts,
    look_at_libraries,
    look_at_output,
    look_at_packages,
    look_at_python,
)
from okrsheets.errors import MachineError
from okrsheets.language import load_language
from okrsheets.model import Person
from okrsheets.roster import write_roster
from okrsheets.workspace import create_workspace


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with one person on its roster."""
    create_workspace(tmp_path / "okr", organisation="Brightline", year=2026, language="en")
    people = (Person(id="1", name="Ann"),)
    write_roster(tmp_path / "okr" / "roster.xlsx", people, load_language("en"))
    return tmp_path / "okr"


def test_look_at__this_machine__has_everything() -> None:
    found = [look_at_python(), *look_at_packages(), *look_at_libraries(), *look_at_fonts()]
    assert [f.name for f in found if f.lacking] == []
    assert {"weasyprint", "pango", "harfbuzz-subset", "font sans-400"} <= {f.name for f in found}


def test_look_at_python__too_old__is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_OLDEST_PYTHON", (9, 0))
    fitness = look_at_python()
    assert fitness.lacking
    assert str(fitness.action) == "install Python 3.11 or newer"


@pytest.mark.parametrize("version", ["69.0", "9.9.9"])
def test_look_at_packages__weasyprint_too_old__is_lacking(
    monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr("importlib.metadata.version", lambda _: version)
    lacking = {f.name: str(f.action) for f in look_at_packages() if f.lacking}
    assert lacking["weasyprint"] == "pip install “weasyprint>=70”"


def test_look_at_packages__one_missing__is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.requires", lambda _: ["no-such-package>=1.2"])
    (fitness,) = look_at_packages()
    assert (fitness.lacking, fitness.found) == (True, "")


def test_look_at_libraries__none_loads__says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(machine, "LIBRARIES", {"x": (("no-such.so.9",), "libx9")})
    (fitness,) = look_at_libraries()
    assert str(fitness.action) == "install it (Debian: apt-get install libx9)"


def test_look_at_fonts__a_face_missing__is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    fonts = importlib.import_module("okrsheets.render.fonts")
    monkeypatch.setattr(fonts, "FACES", {"sans-400": ("No Such Font",)})
    fitness, _ = look_at_fonts()
    assert fitness.lacking
    assert "No Such Font" in str(fitness.action)


def test_look_at_fonts__a_font_of_other_letters__is_named() -> None:
    *_, fitness = look_at_fonts()
    assert (fitness.name, fitness.lacking, fitness.action) == ("font other", False, None)
    assert " Bold" in fitness.found


def test_look_at_fonts__no_font_of_other_letters__a_note_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fonts = importlib.import_module("okrsheets.render.fonts")
    monkeypatch.setattr(fonts, "find_others", dict)
    *_, fitness = look_at_fonts()
    assert (fitness.name, fitness.found, fitness.lacking) == ("font other", "", False)
    assert "fonts-dejavu-core" in str(fitness.action)


def test_look_at_fonts__renderer_cannot_start__is_lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "okrsheets.render.fonts", None)
    (fitness,) = look_at_fonts()
    assert fitness.lacking


def test_look_at_disk__nearly_full__is_lacking(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    usage = SimpleNamespace(free=10)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage)
    assert look_at_disk(tmp_path).lacking


def test_look_at_output__not_utf_8__a_note_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout", open("/dev/null", "w", encoding="gbk"))  # noqa: PTH123, SIM115 - stands in for the terminal
    fitness = look_at_output()
    sys.stdout.close()
    assert (fitness.found, fitness.lacking) == ("gbk", False)
    assert fitness.action is not None


def test_look_at_workspace__in_order__roster_counted(workspace: Path) -> None:
    (fitness,) = look_at_workspace(workspace)
    assert fitness.found == f"{workspace}, roster of 1"


def test_look_at_workspace__wrong_settings__is_lacking(workspace: Path) -> None:
    (workspace / "okrsheets.toml").write_text("year = 1", encoding="utf-8")
    (fitness,) = look_at_workspace(workspace)
    assert fitness.lacking
    assert "organisation is missing" in str(fitness.action)


def test_look_at_workspace__roster_still_empty__a_note_only(tmp_path: Path) -> None:
    create_workspace(tmp_path / "okr", organisation="A", year=2026, language="en")
    (fitness,) = look_at_workspace(tmp_path / "okr")
    assert not fitness.lacking
    assert "R105" in str(fitness.action)


def test_look_at_workspace__roster_with_a_warning__a_note(workspace: Path) -> None:
    people = (Person(id="1", name="Ann", manager="Zed"),)
    write_roster(workspace / "roster.xlsx", people, load_language("en"))
    _, note = look_at_workspace(workspace)
    assert (note.name, note.lacking) == ("roster", False)
    assert "R209 the manager “Zed” is nobody's id" in str(note.action)


def test_look_at_workspace__key_open_to_others_folder_gone__both_named(workspace: Path) -> None:
    (workspace / ".okrsheets-key").chmod(0o644)
    (workspace / "inbox").rmdir()
    found = list(look_at_workspace(workspace))
    assert [f.name for f in found if f.lacking] == ["folder", "key"]


def test_doctor__fit_machine__table_and_code_0(workspace: Path) -> None:
    ran = CliRunner().invoke(command, obj=workspace, standalone_mode=False)
    assert ran.return_value == 0
    assert "This machine has everything that okrsheets needs." in ran.output


def test_doctor__something_lacking__json_and_code_3(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_OLDEST_PYTHON", (9, 0))
    ran = CliRunner().invoke(command, ["--format", "json"], obj=workspace, standalone_mode=False)
    assert ran.return_value == MachineError.exit_code
    answer = json.loads(ran.output)
    assert answer["fit"] is False
    assert [c["name"] for c in answer["checks"] if c["lacking"]] == ["python"]


def test_doctor__something_lacking__table_says_how_many(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(machine, "_OLDEST_PYTHON", (9, 0))
    ran = CliRunner().invoke(command, obj=workspace, standalone_mode=False)
    assert "1 thing is lacking." in ran.output
    assert "LACKING" in ran.output
