"""`import okrsheets`: instant, typed, and its page's examples run."""

import re
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

import okrsheets
from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.sample import lay_sample
from okrsheets.errors import UsageError
from okrsheets.exports.columns import TABLES

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = lay_sample(tmp_path_factory.mktemp("api") / "okr-2026", "en")
    ingest_paths(place, [place.inbox])
    return place.root


def test_import__okrsheets__loads_nothing_else() -> None:
    code = (
        "import sys; before = set(sys.modules); import okrsheets; print(*set(sys.modules) - before)"
    )
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    )
    loaded = {name.partition(".")[0] for name in done.stdout.split()}
    assert loaded - set(sys.stdlib_module_names) == {"okrsheets"}
    assert "okrsheets.exports" not in done.stdout


def test_package__is_typed_and_names_what_it_offers() -> None:
    assert (Path(okrsheets.__file__).parent / "py.typed").exists()
    assert okrsheets.__all__ == ["__version__", "scores"]


def test_scores__sample__gives_every_table_with_the_dictionarys_columns(workspace: Path) -> None:
    frames = okrsheets.scores(workspace)
    assert frames._fields == tuple(TABLES)
    for name, table in TABLES.items():
        assert tuple(getattr(frames, name).columns) == table.names
    assert len(frames.cycles) == 4 * len(frames.people)
    # the company's first quarter, reckoned by hand: 0.4 × 0.775 + 0.4 × 0.772 + 0.2 × 0.80
    first = frames.cycles.set_index("key")["score"]["HQ 2026Q1"]
    assert first == pytest.approx(0.7788)
    missing = frames.cycles[frames.cycles["state"] == "not_submitted"]
    assert len(missing) > 0
    assert missing["score"].isna().all()


def test_scores__one_cycle__has_only_that_and_everybodys_year(workspace: Path) -> None:
    frames = okrsheets.scores(str(workspace), cycle="2026q3")
    assert set(frames.cycles["cycle"]) == set(frames.key_results["cycle"]) == {"2026Q3"}
    assert len(frames.people) == len(frames.cycles)


@pytest.mark.parametrize("cycle", ["2027Q1", "2026", "summer", ""])
def test_scores__no_such_cycle__says_which_there_are(workspace: Path, cycle: str) -> None:
    with pytest.raises(UsageError, match="2026Q1, 2026Q2, 2026Q3, 2026Q4"):
        okrsheets.scores(workspace, cycle=cycle)


def test_scores__no_workspace__says_so(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is not a workspace"):
        okrsheets.scores(tmp_path)


@pytest.mark.parametrize("page", ["api.md", "api.zh-CN.md"])
def test_page__its_examples__run_in_order(
    page: str, workspace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(workspace.parent)
    examples = re.findall(
        r"```python\n(.*?)```", (DOCS / page).read_text(encoding="utf-8"), re.DOTALL
    )
    names: dict[str, object] = {}
    for example in examples:
        exec(compile(example, page, "exec"), names)  # noqa: S102 - our own page's examples
    assert len(examples) == 5
    assert isinstance(names["summary"], pd.DataFrame)
    assert (names["summary"]["size"] >= names["summary"]["count"]).all()
    assert isinstance(names["at_risk"], pd.DataFrame)
    assert len(names["at_risk"]) > 0
    assert "there is no cycle 2027Q1" in capsys.readouterr().out
