"""Make docs/pictures from the sample: pages of sheets and reports as small PNGs.

Needs LibreOffice and pdftoppm. `python scripts/make_pictures.py` remakes them all.
"""

import subprocess
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path

from office import Job, run_office
from PIL import Image, ImageOps
from pypdf import PdfReader
from sample_content import in_language, read_cells

from okrsheets.batch.ingest import ingest_paths
from okrsheets.batch.report_plan import ReportRequest
from okrsheets.batch.reports import make_reports
from okrsheets.batch.sample import lay_sample
from okrsheets.issuing.issue import issue_sheets
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import build_layout
from okrsheets.model import Cycle
from okrsheets.workspace import Workspace

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
QUARTER = Cycle.parse("2026Q3")
PERSON = "1002"
PLANNER = "1005"
WEEK = Path(__file__).resolve().with_name("picture_check_ins.toml")
DEPARTMENT = {"en": "Sales", "zh": "销售部"}
Colour = tuple[int, ...]
_COLOURS = 64
_NEAR = 9
_WIDTHS = {"landscape": 1240, "portrait": 920}
_MARGIN = 24


@dataclass(frozen=True)
class Picture:
    """One page of a PDF and the name of its picture."""

    name: str
    pdf: Path
    page: int


def page_with(pdf: Path, words: str, *, after: int = 0) -> int:
    """Give the number of the first page that holds these words, after so many pages."""
    pages = PdfReader(pdf).pages
    sought = words.replace(" ", "")  # Chinese dots stand without blanks
    texts = (page.extract_text().replace(" ", "") for page in pages)
    return next(n for n, text in enumerate(texts, start=1) if sought in text and n > after)


def sheet_jobs(workspace: Workspace, folder: Path) -> Iterator[Job]:
    """Yield the printing of the filled sheets that are shown, and of one with check-ins."""
    for person in (PERSON, PLANNER):
        source = next(workspace.inbox.glob(f"{person}_*.xlsx"))
        yield Job(source, pdf=folder / f"{person}.pdf")
    yield check_in_job(workspace, folder)


def check_in_job(workspace: Workspace, folder: Path) -> Job:
    """Give the filling of a sheet that has the tab of the check-ins, which the sample does not."""
    shape = workspace.settings.sheet.model_copy(update={"check_ins": True})
    settings = workspace.settings.model_copy(update={"sheet": shape})
    other = replace(workspace, settings=settings)
    person = workspace.roster().find(PERSON)
    issued = issue_sheets(other, [person] if person else [], force=True)[0]
    language = load_language(settings.language)
    layout = build_layout(other.sheet_options, language)
    typed = {
        **read_cells(PERSON, layout, language),
        **dict(week(language.code, layout.choices["status"])),
    }
    cells = {layout.fields[key].place: value for key, value in typed.items()}
    return Job(issued.path, cells, pdf=folder / "check-ins.pdf")


def week(code: str, words: Mapping[str, str]) -> Iterator[tuple[str, str | Decimal | date]]:
    """Yield what is typed into the tab of the check-ins, by field key."""
    example = tomllib.loads(WEEK.read_text(encoding="utf-8"), parse_float=Decimal)
    values = {f"checkins.{key}": value for key, value in example["four"].items()}
    for number, line in enumerate(example["lines"], 1):
        values |= {f"checkins.{number}.{key}": value for key, value in line.items()}
    for key, value in values.items():
        shown = in_language(value, code)
        if isinstance(shown, int):
            shown = Decimal(shown)
        yield key, words[shown] if key.endswith("status") else shown


def sheet_pictures(code: str, folder: Path) -> Iterator[Picture]:
    """Yield a page of each tab: planned on one sheet, scored on another, check-ins on a third."""
    scored, planned = folder / f"{PERSON}.pdf", folder / f"{PLANNER}.pdf"
    quarter = page_with(scored, "Q3 · 2026-07-01")
    weekly = folder / "check-ins.pdf"
    yield Picture(f"sheet-how-to-{code}", scored, 1)
    yield Picture(f"sheet-types-{code}", scored, 2)
    yield Picture(f"sheet-plan-{code}", planned, page_with(planned, "Q4 · 2026-10-01"))
    yield Picture(f"sheet-{code}", scored, quarter)
    yield Picture(f"sheet-review-{code}", scored, quarter + 1)
    yield Picture(f"sheet-year-{code}", scored, len(PdfReader(scored).pages) - 1)
    yield Picture(f"sheet-check-ins-{code}", weekly, len(PdfReader(weekly).pages))


def report_pictures(code: str, workspace: Workspace) -> Iterator[Picture]:
    """Make the reports that are shown and yield their pages."""
    year = Cycle(QUARTER.year)
    quarterly = _made(workspace, ReportRequest("quarterly", QUARTER, persons=(PERSON,)))
    annual = _made(workspace, ReportRequest("annual", year, persons=(PERSON,)))
    pack = _made(workspace, ReportRequest("department", QUARTER, departments=(DEPARTMENT[code],)))
    yield Picture(f"quarterly-{code}", quarterly, 1)
    yield Picture(f"quarterly-review-{code}", quarterly, 2)
    yield Picture(f"annual-{code}", annual, 1)
    yield Picture(f"annual-reviews-{code}", annual, 2)
    text = load_language(code).text
    yield Picture(f"pack-cover-{code}", pack, 1)
    yield Picture(f"pack-contents-{code}", pack, 2)
    yield Picture(f"pack-summary-{code}", pack, 3)
    yield Picture(f"pack-matters-{code}", pack, page_with(pack, text("To talk about"), after=3))
    yield Picture(f"pack-decisions-{code}", pack, page_with(pack, text("Decisions"), after=3))
    yield from company_pictures(code, workspace)


def company_pictures(code: str, workspace: Workspace) -> Iterator[Picture]:
    """Make the reports on the whole company that are shown and yield their pages."""
    pages = {
        "company": {"": 4},
        "operations": {"": 1, "-results": 2, "-departments": 3},
        "progress": {"-summary": 1, "": 4},
        "book": {"-contents": 2, "": 4, "-index": 14},
        "alignment": {"": 1, "-lists": 3},
    }
    for kind, shown in pages.items():
        pdf = _made(workspace, ReportRequest(kind, QUARTER))
        for part, page in shown.items():
            last = len(PdfReader(pdf).pages)
            yield Picture(f"{kind}{part}-{code}", pdf, min(page, last))


def _made(workspace: Workspace, request: ReportRequest) -> Path:
    return make_reports(workspace, request)[0].path


def draw(picture: Picture) -> None:
    """Write one page as a PNG with few colours, its empty margins cut."""
    page = str(picture.page)
    command = ["pdftoppm", "-f", page, "-l", page, "-r", "150", "-png", str(picture.pdf)]
    drawn = subprocess.run(command, check=True, capture_output=True).stdout  # noqa: S603 - a fixed command
    image = Image.open(BytesIO(drawn)).convert("RGB")
    box = ImageOps.invert(image.convert("L")).getbbox()
    cut = ImageOps.expand(image.crop(box), _MARGIN, "white")
    width = _WIDTHS["portrait" if cut.height > cut.width else "landscape"]
    small = cut.resize((width, round(cut.height * width / cut.width)), Image.Resampling.LANCZOS)
    with_palette(small).save(PICTURES / f"{picture.name}.png", optimize=True)


def with_palette(image: Image.Image) -> Image.Image:
    """Reduce a picture to its most frequent colours, so that plain areas keep theirs exactly."""
    palette = Image.new("P", (1, 1))
    palette.putpalette([part for colour in frequent_colours(image) for part in colour])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def frequent_colours(image: Image.Image) -> list[Colour]:
    """Give the most frequent colours, without those that are hardly different from one before."""
    counted = sorted(image.getcolors(image.width * image.height) or (), reverse=True)
    chosen: list[Colour] = []
    for _, colour in counted:
        if isinstance(colour, tuple) and all(distance(colour, c) > _NEAR for c in chosen):
            chosen.append(colour)
        if len(chosen) == _COLOURS:
            break
    return chosen


def distance(one: Colour, other: Colour) -> int:
    """Give the largest difference of two colours in any part."""
    return max(abs(a - b) for a, b in zip(one, other, strict=True))


def main() -> None:
    """Make every picture in both languages."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="okrsheets-pictures-") as place:
        for code in LANGUAGES:
            folder = Path(place) / code
            workspace = lay_sample(folder / "demo", code)
            ingest_paths(workspace, [workspace.inbox])
            run_office(list(sheet_jobs(workspace, folder)))
            for picture in (*sheet_pictures(code, folder), *report_pictures(code, workspace)):
                draw(picture)
                size = (PICTURES / f"{picture.name}.png").stat().st_size
                print(f"{picture.name}.png  {size // 1024} kB")


if __name__ == "__main__":
    main()
