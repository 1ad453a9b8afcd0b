"""What LibreOffice keeps of a sheet that it opens and saves: as .xlsx, and by way of .ods and .xls.

docs/programs.md tells the same in words. LibreOffice without windows saves no views, so frozen
heads, grid lines and zoom are not asked for here.
"""

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from office import Job, office_is_here, run_office
from office_views import FEATURES, kept
from openpyxl import Workbook
from sheet_rules import faults_of
from sheet_shapes import SHAPES, shaped_sheet, stamp_for

from okrsheets.language import load_language
from okrsheets.sheets import TemplateSpec
from okrsheets.sheets.compiled import compile_form
from okrsheets.submissions import read_submission
from okrsheets.templates import check_template, export_template, form_of

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(not office_is_here(), reason="LibreOffice is not on this machine"),
]
SHEETS: Mapping[str, tuple[str, str]] = {
    "usual en": ("usual", "en"),
    "check-ins zh": ("check-ins", "zh"),
    "smallest zh": ("smallest", "zh"),
}
WAYS = ("xlsx", "ods", "xls")
LOST: Mapping[str, Mapping[str, str]] = {
    "xlsx": {},
    "ods": {
        "number formats": "the gap after a number, as wide as a digit, becomes two blanks",
    },
    "xls": {
        "conditional looks": "the format holds three a cell; the fourth band loses its fill",
    },
}
"""What does not survive a way, and what becomes of it."""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Mapping[tuple[str, str], Workbook]:
    """Every sheet as LibreOffice saved it, by sheet and way; `before` is as issued."""
    folder = tmp_path_factory.mktemp("saved")
    jobs: list[Job] = []
    found: dict[tuple[str, str], Path] = {}
    for name, (shape, language) in SHEETS.items():
        source = folder / f"{name}.xlsx"
        source.write_bytes(shaped_sheet(shape, language))
        found[(name, "before")] = source
        for way in WAYS:
            found[(name, way)] = folder / f"{name}-{way}.xlsx"
            between = source if way == "xlsx" else folder / f"{name}.{way}"
            if way != "xlsx":
                jobs.append(Job(source, target=between))
            jobs.append(Job(between, target=found[(name, way)]))
    run_office(jobs)
    return {key: openpyxl.load_workbook(path) for key, path in found.items()}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("feature", [f for f in FEATURES if f != "faces"])
@pytest.mark.parametrize("name", SHEETS)
def test_libreoffice__sheet_saved__keeps_the_feature(
    name: str, feature: str, way: str, saved: Mapping[tuple[str, str], Workbook]
) -> None:
    before, after = FEATURES[feature](saved[name, "before"]), FEATURES[feature](saved[name, way])
    assert before, "the sheet has nothing of it"
    if feature in LOST[way]:
        assert not kept(before, after), f"{feature} is kept by now: say so in LOST and the docs"
    else:
        assert after == before or kept(before, after)


@pytest.mark.parametrize("way", WAYS)
def test_libreoffice__sheet_saved__keeps_the_faces_that_the_machine_has(
    way: str, saved: Mapping[tuple[str, str], Workbook]
) -> None:
    """微软雅黑 is not on this machine: there LibreOffice writes the face that it showed instead."""
    before, after = (FEATURES["faces"](saved["usual en", key]) for key in ("before", way))
    assert kept(before, after)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_libreoffice__template_saved__sheets_issued_from_it_keep_every_rule(
    language: str, tmp_path: Path
) -> None:
    spec = TemplateSpec(language=load_language(language), organisation="Northlight & Co", year=2026)
    source, target = tmp_path / "exported.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(export_template(spec))
    run_office([Job(source, target=target)])
    for path in (source, target):
        comparison = check_template(path.read_bytes(), spec).comparison
        assert comparison is not None
        form = compile_form(form_of(comparison, spec), spec)
        assert faults_of(form.stamp(stamp_for(form))) == {}, path.name


@pytest.mark.parametrize("shape", ["usual", "months"])
def test_libreoffice__sheet_saved__is_still_read_as_the_same_persons(
    shape: str, tmp_path: Path
) -> None:
    source, target = tmp_path / "issued.xlsx", tmp_path / "saved.xlsx"
    source.write_bytes(shaped_sheet(shape))
    run_office([Job(source, target=target)])
    before, after = (
        read_submission(path.read_bytes(), options=SHAPES[shape]) for path in (source, target)
    )
    assert after.identity == before.identity
    assert after.findings == before.findings == ()
