"""The built wheel: carries everything, and runs the demo where there is no checkout."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LIBRARIES = Path(sysconfig.get_path("purelib"))


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel from the checkout, without network."""
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT],
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel in a clean environment; only the libraries come from this one."""
    folder = tmp_path_factory.mktemp("clean")
    venv.create(folder, with_pip=False, symlinks=True)
    interpreter = folder / "bin" / "python"
    (packages,) = folder.glob("lib/python*/site-packages")
    bridge = folder / "libraries"
    bridge.mkdir()
    for entry in LIBRARIES.iterdir():  # everything but the editable install of this checkout
        if "okrsheets" not in entry.name.lower() and entry.suffix != ".pth":
            (bridge / entry.name).symlink_to(entry)
    (packages / "libraries.pth").write_text(f"{bridge}\n", encoding="utf-8")
    subprocess.run(  # noqa: S603 - our own interpreter
        [interpreter, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel],
        check=True,
        capture_output=True,
    )
    return interpreter


@pytest.mark.parametrize(
    "part",
    [
        "okrsheets/workbook_templates/score_sheet.toml",
        "okrsheets/report_templates/print.css",
        "okrsheets/locale/zh/LC_MESSAGES/okrsheets.mo",
    ],
)
def test_wheel__parts__are_inside(wheel: Path, part: str) -> None:
    assert part in zipfile.ZipFile(wheel).namelist()


def test_wheel__samples__of_both_languages_are_inside(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for language in ("en", "zh"):
        assert [n for n in names if n.startswith(f"okrsheets/samples/{language}/")]


def test_wheel__nothing_of_the_workshop__is_inside(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top.partition("-")[0] for top in tops} == {"okrsheets"}


def test_wheel__demo__runs_from_it(python: Path, tmp_path: Path) -> None:
    environment = {**os.environ, "OKRSHEETS_LANGUAGE": "en"}
    environment.pop("PYTHONPATH", None)
    where = subprocess.run(  # noqa: S603 - our own interpreter
        [python, "-c", "import okrsheets; print(okrsheets.__file__)"],
        check=True,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert str(ROOT) not in where.stdout
    done = subprocess.run(  # noqa: S603 - our own program
        [python.parent / "okrsheets", "demo", tmp_path / "demo"],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "demo").rglob("*.xlsx"))
    assert list((tmp_path / "demo").rglob("*.pdf"))
