"""What the front matter of a review pack says: cover, contents, summary. Frozen records only."""

from dataclasses import dataclass

from okrsheets.reports.records import (
    Chip,
    CountTable,
    Drawing,
    Fact,
    Head,
    ScoreCell,
    Signature,
    StripPart,
)


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One person's row of the heat map. `cells` end with the total."""

    name: str
    note: str
    cells: tuple[ScoreCell, ...]
    chip: Chip


@dataclass(frozen=True, slots=True)
class CaseGroup:
    """Something in the pack that wants talk: a heading and one line a case."""

    title: str
    lines: tuple[Fact, ...]


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
    """A pack's cover: the title's lines, a drawing without names, four facts at the foot."""

    lines: tuple[str, ...]
    subtitle: str
    drawing: Drawing | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PackSummary:
    """What is on the table at a meeting: figures, heat maps, what wants talk, room to write.

    `questions` are what calibration asks, `cases` counts the exceptions by department, `groups`
    names them. `decisions` are so many blank lines.
    """

    anchor: str
    kicker: str
    title: str
    figures: tuple[Fact, ...]
    notice: str
    strip_title: str
    strip: tuple[StripPart, ...]
    maps: tuple[HeatMap, ...]
    dots: Drawing | None
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


@dataclass(frozen=True, slots=True)
class PackReport:
    """Pages of a pack that are nobody's own: cover, contents, summary, or a part of them.

    A long pack is set in parts; `first` begins the contents, `maps` go on with a long heat map.
    """

    head: Head
    cover: PackCover | None = None
    contents: tuple[ContentsGroup, ...] = ()
    first: bool = True
    summary: PackSummary | None = None
    maps: tuple[HeatMap, ...] = ()
