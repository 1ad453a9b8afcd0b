"""What a printed report says, ready to be set: texts, marks, and shapes in millimetres.

Frozen records only. Every number is already shown as it will be printed (two decimals, half up)
and every width is already reckoned, so that a template only places things.
"""

from dataclasses import dataclass, field, replace

from okrsheets.language import Language
from okrsheets.model import CycleScore, Policies, YearScore
from okrsheets.model.questions import BandQuestions
from okrsheets.reports.change_records import ChangesBlock
from okrsheets.reports.room import fit_side_by_side, fit_together


@dataclass(frozen=True)
class ReportContext:
    """What every report of a workspace shares. `fiscal_start` is a month, 1-12.

    `policies` and `fiscal_start` are those of today; a score of a closed cycle is read by its own
    (`of`). `handling` and `prepared_by` are printed as they stand; where empty, the usual words
    are. `questions` are the company's own.
    """

    organisation: str
    language: Language
    policies: Policies
    fiscal_start: int = 1
    handling: str = ""
    prepared_by: str = ""
    questions: BandQuestions = field(default_factory=BandQuestions)

    def of(self, score: CycleScore | YearScore) -> "ReportContext":
        """Give the context for a score: with the policies of its closing where it is closed."""
        closed = score.closed
        if closed is None:
            return self
        return replace(self, policies=closed.policies, fiscal_start=closed.fiscal_start)


@dataclass(frozen=True, slots=True)
class Chip:
    """A band or a state, said three ways: `code` picks the fill, `mark` and `word` are printed.

    `code`: a band (`no_progress` …), `void`, `open` (no score yet), `none`, `missing` (no sheet).
    """

    code: str
    mark: str
    word: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value. `note` is a line beneath it."""

    label: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ScoreCell:
    """A score, or why there is none, in a strip or a heat map. `span` counts columns."""

    label: str
    text: str
    chip: Chip
    current: bool = False
    span: int = 1


@dataclass(frozen=True, slots=True)
class StripPart:
    """One segment of a distribution strip; `width` is its share, as CSS."""

    chip: Chip
    count: int
    width: str


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape of a small drawing: `name` picks the pen, the rest are millimetres."""

    name: str
    x: str
    y: str
    width: str
    height: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A small drawing with the words that stand for it when it is read aloud."""

    title: str
    width: str
    height: str
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands over and under every page; `kicker` says what kind of report, `title` whose."""

    language: str
    document_title: str
    organisation: str
    running: str
    footer: str
    kicker: str
    title: str


@dataclass(frozen=True, slots=True)
class Total:
    """The report's own score, large. `text` is empty where there is none; `note` says why."""

    label: str
    text: str
    chip: Chip
    note: str = ""


@dataclass(frozen=True, slots=True)
class KeyResultLine:
    """One key result as printed.

    `details` is its small second line, `source` where the score came from and what else was
    scored, `raw` unclamped progress, `alert` a status that must stand out. `pulse` is its
    progress over the days of the cycle, `said` the last check-in's day and note.
    """

    number: str
    text: str
    details: str
    weight: str
    baseline: str
    target: str
    actual: str
    raw: str
    bar: Drawing | None
    score: str
    chip: Chip
    source: tuple[str, ...]
    alert: str
    reason: str
    void: bool
    pulse: Drawing | None = None
    said: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class ObjectiveBlock:
    """One objective with its key results and the line by which its score can be reckoned."""

    number: str
    text: str
    supports: str
    weight: str
    score: str
    chip: Chip
    key_results: tuple[KeyResultLine, ...]
    trace: str


@dataclass(frozen=True, slots=True)
class Question:
    """A review question. Where `answer` is empty, `lines` are printed to write on."""

    text: str
    hint: str
    answer: str
    lines: int


@dataclass(frozen=True, slots=True)
class ReviewPart:
    """A group of review questions under one heading."""

    title: str
    note: str
    questions: tuple[Question, ...]

    @property
    def side_by_side(self) -> bool:
        """Whether two questions share a row: no answer is too long for that."""
        return fit_side_by_side(q.answer for q in self.questions)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line of the improvement plan; empty texts are there to be written on."""

    measure: str
    date: str
    effect: str
    owner: str


@dataclass(frozen=True, slots=True)
class Signature:
    """A line to sign on: whose it is, and the printed name where it is known."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class QuarterlyReport:
    """A person's report of a cycle; `notice` says why there is no score, `talk_room` more_lines."""

    head: Head
    total: Total
    facts: tuple[Fact, ...]
    strip: tuple[StripPart, ...]
    year: tuple[ScoreCell, ...]
    legend: str
    notice: str
    objectives: tuple[ObjectiveBlock, ...]
    trace: str
    formulas: tuple[str, ...]
    rules: str
    changes: ChangesBlock | None
    review: tuple[ReviewPart, ...]
    plan: tuple[PlanLine, ...]
    score_use: str
    signatures: tuple[Signature, ...]
    more_lines: int = 0

    @property
    def ends_with_objective(self) -> bool:
        """Whether nothing but signatures follows the last of several objectives."""
        return len(self.objectives) > 1 and not self.review and not self.plan

    @property
    def short_talk(self) -> bool:
        """Whether review, plan and signatures are short enough to stand on one page together."""
        answers = [q.answer for part in self.review for q in part.questions]
        return fit_together(answers + [p.measure + p.effect for p in self.plan])


@dataclass(frozen=True, slots=True)
class PulseCell:
    """A key result's progress over a cycle, in small, with its number and where it ended."""

    number: str
    drawing: Drawing
    end: str


@dataclass(frozen=True, slots=True)
class CycleBlock:
    """A cycle inside the annual report: its score and its objectives in short."""

    label: str
    title: str
    score: str
    chip: Chip
    note: str
    objectives: tuple[ObjectiveBlock, ...]
    pulses: tuple[PulseCell, ...] = ()
    trace: str = ""


@dataclass(frozen=True, slots=True)
class CountTable:
    """Counts by row and column with totals, as printed."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """A person's report of the year; no chart where nothing is scored, `talk_room` says roomy."""

    head: Head
    total: Total
    facts: tuple[Fact, ...]
    chart: Drawing | None
    year: tuple[ScoreCell, ...]
    notice: str
    trace: str
    cycles_title: str
    cycles: tuple[CycleBlock, ...]
    counts: CountTable
    review: ReviewPart
    score_use: str
    signatures: tuple[Signature, ...]
    roomy: bool = False

    @property
    def short_talk(self) -> bool:
        """Whether reviews and signatures are short enough to stand on one page together."""
        return fit_together(q.answer for q in self.review.questions)
