"""A sample of the crash loop: tests/crash_loop.py tries every call."""

import shutil
from pathlib import Path

import pytest
from crash_loop import CALLS, WAYS, Point, crash_loop, points_of, prepare, try_point


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1793000000")


def test_machine__strace__is_there() -> None:
    assert shutil.which("strace"), "apt-get install strace: it hurts the runs of this file"


def test_crash_loop__a_sample_of_calls__each_ends_as_a_whole_run(tmp_path: Path) -> None:
    tried, wrong = crash_loop(tmp_path, every=45)
    assert wrong == []
    assert set(tried) == set(WAYS)
    assert tried["kill"] >= len(CALLS)


def test_try_point__other_batch_than_the_whole_runs__is_told(tmp_path: Path) -> None:
    prepare(tmp_path)
    (tmp_path / "before" / "inbox" / "E2.xlsx").unlink()
    assert "ends otherwise" in try_point(tmp_path, Point("kill", "rename", 1))


def test_points_of__calls_of_a_run__a_full_disk_breaks_no_promise(tmp_path: Path) -> None:
    points = set(points_of(prepare(tmp_path), 1000))
    assert Point("broken", "fsync", 1) in points
    assert Point("full", "fsync", 1) not in points
