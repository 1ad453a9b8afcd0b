"""`okrsheets demo` in Chinese, run twice, and what it refuses.

The wheel's test runs it in English.
"""

from pathlib import Path

import pytest
from click.testing import CliRunner

from okrsheets.batch.sample import lay_sample
from okrsheets.cli.demo import command
from okrsheets.errors import UsageError


def test_demo__run_twice__ends_well_and_changes_nothing_the_second_time(tmp_path: Path) -> None:
    demo = tmp_path / "demo"
    first = CliRunner().invoke(command, [str(demo), "--language", "zh"], standalone_mode=False)
    assert (first.exception, first.return_value) == (None, 0)
    assert "其中一份是特意填错的" in first.output
    assert "1024_赵宁_OKR评分表 2026.xlsx › Q3!D10:D11 — K301" in first.output
    assert len(list((demo / "sheets").rglob("*.xlsx"))) == 30
    assert len(list((demo / "returned").glob("*.txt"))) == 1
    pdfs = {path: path.read_bytes() for path in (demo / "reports").rglob("[!.]*.pdf")}
    names = [path.name for path in pdfs if ".cache" not in path.parts]
    assert sum("季度报告 2026Q3" in name for name in names) == 30
    assert sum("年度报告 2026" in name for name in names) == 30
    assert {"运营报告 2026Q3.pdf", "进度报告 2026Q3.pdf"} <= set(names)
    assert len(names) == 67

    second = CliRunner().invoke(command, [str(demo), "--language", "zh"], standalone_mode=False)
    assert (second.exception, second.return_value) == (None, 0)
    assert {path: path.read_bytes() for path in pdfs} == pdfs


def test_lay_sample__folder_with_something_else__refused_and_untouched(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="neither empty nor such a demo"):
        lay_sample(tmp_path, "en")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_lay_sample__demo_of_the_other_language__refused(tmp_path: Path) -> None:
    lay_sample(tmp_path / "demo", "en")
    with pytest.raises(UsageError):
        lay_sample(tmp_path / "demo", "zh")


def test_lay_sample__settings_changed_by_a_person__stay_as_they_are(tmp_path: Path) -> None:
    settings = lay_sample(tmp_path / "demo", "en").root / "okrsheets.toml"
    text = settings.read_text(encoding="utf-8").replace("Elmwater", "Elmbrook")
    settings.write_text(text, encoding="utf-8")
    assert lay_sample(tmp_path / "demo", "en").settings.organisation == "Elmbrook Telecom"


def test_lay_sample__new_folder__keeps_the_key_to_its_owner(tmp_path: Path) -> None:
    workspace = lay_sample(tmp_path / "demo", "en")
    assert (workspace.root / ".okrsheets-key").stat().st_mode & 0o077 == 0
