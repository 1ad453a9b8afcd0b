"""What the front matter of a review pack says: cover, contents, summary. Frozen records only."""

from dataclasses import dataclass

from okrsheets.reports.chart_records import Chart
from okrsheets.reports.records import (
    Chip,
    CountTable,
    Fact,
    Head,
    ScoreCell,
    Signature,
    StripPart,
)

MOST_ON_A_PAGE = 30
"""Rows and headings of a heat map that surely stand on one page, of either paper."""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person's row of the heat map, or the people's `mean`. `cells` end with the total."""

    name: str
    note: str
    cells: tuple[ScoreCell, ...]
    chip: Chip
    mean: bool = False


@dataclass(frozen=True, slots=True)
class CaseLine:
    """Something of somebody's that wants talk: who, what, its score, and on which page they begin.

    Of a key result `what` is its text, `note` what is the matter, and `number` stands apart from
    the text, which may begin with a figure; of a whole sheet there is neither note nor number.
    """

    name: str
    what: str
    note: str = ""
    score: str = ""
    anchor: str = ""
    page: str = ""
    number: str = ""


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Something in the pack that wants talk: a heading and one line a case.

    `short` lines are about whole sheets and stand three in a row. `whole` is how many cases there
    are where these are a part of them, else 0.
    """

    title: str
    lines: tuple[CaseLine, ...]
    short: bool = False
    whole: int = 0


@dataclass(frozen=True, slots=True)
class ContentsLine:
    """A line of the contents. `anchor` names the part it leads to; `page` is printed."""

    number: str
    title: str
    note: str
    score: str
    chip: Chip | None
    anchor: str
    page: str


@dataclass(frozen=True, slots=True)
class ContentsGroup:
    """A heading of the contents with its lines."""

    title: str
    lines: tuple[ContentsLine, ...]


@dataclass(frozen=True, slots=True)
class HeatGroup:
    """Some rows of a heat map that belong together; `title` is empty where all do."""

    title: str
    rows: tuple[HeatRow, ...]


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A heat map: `heads` are those of the score columns, `band` is that of the band's word."""

    title: str
    corner: str
    heads: tuple[str, ...]
    band: str
    groups: tuple[HeatGroup, ...]
    note: str

    @property
    def is_long(self) -> bool:
        """Whether it fills more than a page, so that it stands behind the other matters."""
        headings = sum(bool(group.title) for group in self.groups)
        return sum(len(group.rows) for group in self.groups) + headings > MOST_ON_A_PAGE


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A line of the order of talk: who, with what score, why here, and on which page."""

    number: str
    name: str
    score: str
    chip: Chip | None
    why: str
    anchor: str
    page: str


@dataclass(frozen=True, slots=True)
class PackCover:
    """A pack's cover: the title's lines, a chart without names, four facts at the foot.

    `size` is the class of the title's size: empty for short ones, `smaller` or `smallest`. `note`
    says what the chart shows.
    """

    lines: tuple[str, ...]
    subtitle: str
    chart: Chart | None
    facts: tuple[Fact, ...]
    size: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackSummary:
    """What is on the table at a meeting: figures, heat maps, what wants talk, room to write.

    `status` says whether the scores are closed and the plans frozen. The first of `maps` stands
    with the figures, if it is not long. `questions` are what calibration asks, `cases` counts the
    exceptions by department, `exceptions` names them. `decisions` are so many blank lines;
    `beside` has them on one page with a short order of talk. `strip_note` says whose key results
    are counted, and `trace` how the mean is reckoned, where it can be shown.
    """

    anchor: str
    kicker: str
    title: str
    figures: tuple[Fact, ...]
    status: str
    notice: str
    strip_title: str
    strip: tuple[StripPart, ...]
    maps: tuple[HeatMap, ...]
    dots: Chart | None
    dots_note: str
    counts: CountTable
    questions: tuple[Fact, ...]
    cases: CountTable | None
    exceptions: tuple[CaseGroup, ...]
    order_note: str
    order: tuple[TalkLine, ...]
    decisions: int
    score_use: str
    signatures: tuple[Signature, ...]
    strip_note: str = ""
    trace: str = ""
    beside: bool = False


@dataclass(frozen=True, slots=True)
class PackReport:
    """Pages of a pack that are nobody's own: cover, contents, summary, or a part of them.

    A long pack is set in parts; `first` begins the contents, `maps` go on with a long heat map,
    `cases` and `order` with what wants talk and its order. `anchor` is the summary's, in the first
    part of such a list. `level` is that of these parts' headings: one below the summary's title.
    """

    head: Head
    cover: PackCover | None = None
    contents: tuple[ContentsGroup, ...] = ()
    first: bool = True
    summary: PackSummary | None = None
    maps: tuple[HeatMap, ...] = ()
    cases: tuple[CaseGroup, ...] = ()
    order: tuple[TalkLine, ...] = ()
    order_note: str = ""
    anchor: str = ""
    level: int = 3
