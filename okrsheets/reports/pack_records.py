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
class PackReport:
    """The front matter of a review pack: cover, contents and summary."""

    head: Head
    cover_lines: tuple[str, ...]
    subtitle: str
    cover: Drawing | None
    cover_facts: tuple[Fact, ...]
    contents: tuple[ContentsGroup, ...]
    figures: tuple[Fact, ...]
    notice: str
    strip_title: str
    strip: tuple[StripPart, ...]
    heat_heads: tuple[str, ...]
    heat: tuple[HeatRow, ...]
    heat_note: str
    dots: Drawing | None
    dots_note: str
    counts: CountTable
    exceptions: tuple[CaseGroup, ...]
    score_use: str
    signatures: tuple[Signature, ...]
