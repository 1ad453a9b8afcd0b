"""A sheet filled by different programs is one submission; its identity is hard to lose.

LibreOffice, openpyxl and plain XML type the same: the same answers and the same scores come back.
"""

import io
import os
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import openpyxl
import pytest
from filled_sheets import fill, layout, make_workspace, write_people
from office import Job, Value, office_is_here, run_office
from sheet_package import open_package
from sheet_shapes import LANGUAGES, SHAPES, shaped_sheet
from surgery import BOOK, CUSTOM, STRINGS, parts_of, zipped

from okrsheets.cells import Place
from okrsheets.issuing.issue import issue_sheets
from okrsheets.model import Policies, Submission
from okrsheets.scoring import score_cycle
from okrsheets.submissions import build_submission, read_submission

ROOT = Path(__file__).resolve().parent.parent
TYPED: Mapping[str, str | float | date] = {
    "Q1.O1.text": "客户更满意 & <happier>\nsecond line 😀",
    "Q1.O1.weight": 0.7,
    "Q1.O1.K1.text": "=Satisfaction from 80 to 90",
    "Q1.O1.K1.type": "Increase",
    "Q1.O1.K1.weight": 0.6,
    "Q1.O1.K1.baseline": 80,
    "Q1.O1.K1.target": 90,
    "Q1.O1.K1.actual": 88.4,
    "Q1.O1.K2.text": "Error rate from 5 to 2",
    "Q1.O1.K2.type": "Decrease",
    "Q1.O1.K2.weight": 0.4,
    "Q1.O1.K2.baseline": 5,
    "Q1.O1.K2.target": 2,
    "Q1.O1.K2.actual": 3.5,
    "Q1.O1.K2.reason": "Half of the way",
    "Q1.O2.text": "Contract signed",
    "Q1.O2.weight": 0.3,
    "Q1.O2.K1.text": "Signed by March",
    "Q1.O2.K1.type": "Yes/no",
    "Q1.O2.K1.actual": "yes",
    "Q1.plan.1.measure": "Ask earlier",
    "Q1.plan.1.date": date(2026, 5, 31),
}
SCORE = Fraction("0.7928")
"""(88.4-80)/10 = 0.84; (5-3.5)/3 = 0.5; O1 = 0.6*0.84 + 0.4*0.5 = 0.704; yes = 1;
the quarter 0.7*0.704 + 0.3*1 = 0.7928."""
_FIRST_DAY = date(1899, 12, 30)


def by_openpyxl(blank: bytes, folder: Path) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(blank))
    for key, value in TYPED.items():
        place = layout().fields[key].place
        cell = book[place.sheet][place.ref]
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
    book.save(folder / "openpyxl.xlsx")
    return (folder / "openpyxl.xlsx").read_bytes()


def by_libreoffice(blank: bytes, folder: Path) -> bytes:
    source, target = folder / "blank.xlsx", folder / "libreoffice.xlsx"
    source.write_bytes(blank)
    cells: dict[Place, Value] = {
        layout().fields[key].place: value if isinstance(value, (str, date)) else Decimal(str(value))
        for key, value in TYPED.items()
    }
    run_office([Job(source, cells, target=target)])
    return target.read_bytes()


def by_plain_xml(blank: bytes, _folder: Path) -> bytes:
    plain = {k: (v - _FIRST_DAY).days if isinstance(v, date) else v for k, v in TYPED.items()}
    return fill(blank, plain)


WAYS: Mapping[str, Callable[[bytes, Path], bytes]] = {
    "plain XML": by_plain_xml,
    "openpyxl": by_openpyxl,
    "LibreOffice": by_libreoffice,
}


def submission_of(data: bytes) -> Submission:
    reading = read_submission(data, options=SHAPES["usual"])
    assert reading.findings == ()
    submission, findings = build_submission(reading.identity, reading.cells)
    assert submission is not None
    assert findings == ()
    return submission


@pytest.mark.parametrize("way", ["openpyxl", pytest.param("LibreOffice", marks=pytest.mark.office)])
def test_sheet__filled_by_a_program__is_the_same_submission_and_score(
    way: str, tmp_path: Path
) -> None:
    if way == "LibreOffice" and not office_is_here():
        pytest.skip("LibreOffice is not on this machine")
    blank = shaped_sheet("usual")
    plain, found = (submission_of(WAYS[w](blank, tmp_path)) for w in ("plain XML", way))
    assert replace(found, cells=plain.cells) == plain  # the cells tell how each program wrote them
    assert found.cycles[0].objectives[0].text == TYPED["Q1.O1.text"]
    assert found.cycles[0].review.plan[0].date == "2026-05-31"
    assert score_cycle(found.cycles[0], Policies()).score == SCORE


CARRIERS = ("tab", "property", "name")


def without(data: bytes, gone: tuple[str, ...]) -> bytes:
    """Take the identity out of places of a sheet, as programs do that drop one or another."""
    parts = parts_of(data)
    line = re.search(rb"okrsheets\|2\|[^<]*", parts[CUSTOM])
    assert line
    if "tab" in gone:
        parts[STRINGS] = parts[STRINGS].replace(line[0], b"")
    if "property" in gone:
        parts[CUSTOM] = re.sub(b"<property .*?</property>", b"", parts[CUSTOM])
    if "name" in gone:
        name = b"<definedName name=.okrsheets_id.*?</definedName>"
        parts[BOOK] = re.sub(name, b"", parts[BOOK])
    return zipped(parts)


@pytest.mark.parametrize("gone", [g for n in (1, 2) for g in combinations(CARRIERS, n)])
@pytest.mark.parametrize("shape", ["usual", "months", "without any", "check-ins"])
def test_sheet__identity_left_in_one_place_or_two__is_still_known(
    shape: str, gone: tuple[str, ...]
) -> None:
    whole = shaped_sheet(shape)
    assert without(whole, gone) != whole
    reading = read_submission(without(whole, gone), options=SHAPES[shape])
    assert reading.findings == ()
    assert reading.identity is not None
    assert (reading.identity.person, reading.identity.shape) == ("E1001", SHAPES[shape].code())


def test_sheet__identity_gone_from_all_places__is_refused() -> None:
    reading = read_submission(without(shaped_sheet("usual"), CARRIERS))
    assert reading.identity is None
    assert [finding.code for finding in reading.findings] == ["L105"]


_SHA = """
import hashlib, sheet_shapes
for shape in ("usual", "months", "without any", "check-ins"):
    for language in ("en", "zh"):
        print(shape, hashlib.sha256(sheet_shapes.shaped_sheet(shape, language)).hexdigest())
"""


def test_sheet__of_any_shape_in_another_process__has_the_same_bytes() -> None:
    path = os.pathsep.join((str(ROOT / "tests"), str(ROOT)))
    seen = set()
    for seed in ("3", "4"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": path}
        command = [sys.executable, "-c", _SHA]
        seen.add(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)  # noqa: S603 - our own code
    assert len(seen) == 1
    assert len(set(seen.pop().splitlines())) == 4 * len(LANGUAGES)


OTHERS = (
    "E7001,Zebulon Quarrington,Osprey/Kestrel,Falconer,,zebulon@birds.example,,,",
    "E7002,欧阳若琳,青鸟事业部,驯鹰师,E7001,ruolin@birds.example,,,",
)


def test_issue__whole_roster__no_sheet_holds_anything_of_a_colleague(tmp_path: Path) -> None:
    """F10: every part is inflated and searched, hidden tabs, properties and file names too."""
    workspace = make_workspace(tmp_path / "ws")
    write_people(workspace, ("E7009",), more="".join(f"{line}\n" for line in OTHERS))
    people = workspace.roster().people
    issued = {sheet.person.id: sheet.path for sheet in issue_sheets(workspace, people)}
    foreign = [word for line in OTHERS for word in re.split("[,/]", line) if word]
    everything = open_package(issued["E7009"].read_bytes()).parts
    assert len(issued) == 3
    for word in foreign:
        for name, content in everything.items():
            assert word.encode() not in content, (word, name)
        assert word not in issued["E7009"].name
