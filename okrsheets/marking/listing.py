"""The tab of findings: what was found, where, and what to do; the first page of a marked copy."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from unicodedata import east_asian_width

from okrsheets.cells import Place
from okrsheets.display import show_finding
from okrsheets.errors import N_
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.language import Language
from okrsheets.marking.styles import FAULT, REMARK, Styles
from okrsheets.marking.texts import Texts
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.styles import BODY, HAIR, HEAD, INK, INK_2, PLAIN, TITLE, WRITING
from okrsheets.submissions.marks import FINDINGS_MARK, WAS_MARK

FINDINGS_TAB = N_("Findings")
MOST = 200
_KINDS = {
    Severity.ERROR: N_("To be corrected"),
    Severity.WARNING: N_("Please check"),
    Severity.NOTE: N_("For information"),
}
_HEADINGS = (
    N_("No."),
    N_("Severity"),
    N_("Where"),
    N_("What was found"),
    N_("What is expected"),
    N_("What to do"),
)
_WIDTHS = (2.0, 6.0, 18.0, 17.0, 46.0, 40.0, 46.0, 2.0, 2.0)
_COLUMNS = "BCDEFG"
_SAMPLES = "I"
_HEAD_ROW, _LEGEND_ROW = 6, 5
_LINE_POINTS, _EDGE_POINTS = 15.0, 6.0
_LINK = PLAIN.but(ink=WRITING, vertical="top", wrap=True, sides=("", "", "", HAIR))
_CELL = BODY.but(sides=("", "", "", HAIR))
_FIRST = _CELL.but(align="center")
_BOLD = _CELL.but(bold=True)
_HEADING = HEAD.but(sides=("", "", "", INK), weight="medium")
_SAYING = BODY.but(size=11)
_QUIET = BODY.but(size=9, ink=INK_2, vertical="center", indent=1)
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands above the list: whose sheet it is, whom it goes back to, whether it waits."""

    language: Language
    name: str = ""
    send_to: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One finding of the list with the cell that its link leads to; None for the whole file."""

    number: int
    finding: Finding
    place: Place | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A tab ready to be put in: its XML and its print names."""

    content: bytes
    names: dict[str, str]


def ranked(findings: Sequence[Finding]) -> list[Finding]:
    """Put errors first, then warnings, then notes; each as they stand in the sheet."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(severity_of(finding)))


def what_to_do(cover: Cover, findings: Sequence[Finding]) -> tuple[str, str]:
    """Give the two sentences that say what to do with this file."""
    language = cover.language
    whom = cover.send_to or language.text("the person you sent it to before")
    if cover.held:
        first = language.text(
            "This score sheet has arrived and is kept, but it counts only when what is listed"
            " below is settled."
        )
    elif all(severity_of(finding) is not Severity.ERROR for finding in findings):
        first = language.text("Look at the marked cells; what is as you mean it may stay as it is.")
    elif any(finding.place for finding in findings):
        first = language.text(
            "Correct the marked cells, save the file and send it to {whom}.", whom=whom
        )
    else:
        first = language.text(
            "Correct what is listed below, save the file and send it to {whom}.", whom=whom
        )
    return first, language.text("This page may stay in the file: it is not read.")


class FindingsTab:
    """The tab being drawn; every text goes into the file's shared texts."""

    def __init__(self, cover: Cover, styles: Styles, texts: Texts) -> None:
        """Begin with nothing."""
        self._cover, self._styles, self._texts = cover, styles, texts
        self._code = cover.language.code
        self._links: list[str] = []

    def draw(
        self,
        name: str,
        listed: Sequence[Listed],
        *,
        sentences: tuple[str, str],
        more: int,
        samples: Mapping[str, int],
    ) -> Drawn:
        """Draw the tab; `samples` gives the style that each marked cell had, by its address."""
        rows, heights = self._head(sentences)
        for row, item in enumerate(listed, _HEAD_ROW + 1):
            rows[row], heights[row] = self._row(row, item)
        last = _HEAD_ROW + len(listed)
        if more:
            last += 1
            words = self._cover.language.text("… and {rest} more of them.", rest=more)
            rows[last] = self._cell(f"E{last}", words, self._look(_QUIET))
        for row, (address, style) in enumerate(samples.items(), _HEAD_ROW + 1):
            sample = self._cell(f"{_SAMPLES}{row}", WAS_MARK + address, style)
            rows[row] = rows.get(row, "") + sample
        quoted = "'" + name.replace("'", "''") + "'"
        names = {
            "_xlnm.Print_Area": f"{quoted}!$B$2:$G${last}",
            "_xlnm.Print_Titles": f"{quoted}!${_HEAD_ROW}:${_HEAD_ROW}",
        }
        return Drawn(self._part(rows, heights).encode(), names)

    def _head(self, sentences: tuple[str, str]) -> tuple[dict[int, str], dict[int, float]]:
        """Give the rows above the list, with their heights."""
        language = self._cover.language
        title = language.text(FINDINGS_TAB) + (f" · {self._cover.name}" if self._cover.name else "")
        said = language.text("{first} {second}", first=sentences[0], second=sentences[1])
        rows = {
            1: self._cell("A1", FINDINGS_MARK, self._look(PLAIN)),
            2: self._cell("B2", title, self._look(TITLE)),
            3: self._cell("B3", said, self._look(_SAYING)),
            _LEGEND_ROW: self._legend(),
            _HEAD_ROW: "".join(
                self._cell(f"{column}{_HEAD_ROW}", language.text(word), self._look(_HEADING))
                for column, word in zip(_COLUMNS, _HEADINGS, strict=True)
            ),
        }
        heights = {2: 30.0, 4: 9.0, _LEGEND_ROW: 21.0, _HEAD_ROW: 21.0}
        heights[3] = self._height((said,), (sum(_WIDTHS[1:7]),))
        return rows, heights

    def _look(self, look: object) -> int:
        return self._styles.look(look, self._code)  # type: ignore[arg-type] # a Look

    def _cell(self, ref: str, text: str, style: int) -> str:
        return f'<c r="{ref}" s="{style}" t="s"><v>{self._texts.add(text)}</v></c>'

    def _legend(self) -> str:
        text = self._cover.language.text
        plain = self._look(_QUIET)
        marks = (("C", FAULT, Severity.ERROR), ("D", REMARK, Severity.WARNING))
        return "".join(
            self._cell(f"{column}{_LEGEND_ROW}", text(_KINDS[kind]), self._styles.marked(plain, m))
            for column, m, kind in marks
        )

    def _row(self, row: int, item: Listed) -> tuple[str, float]:
        language = self._cover.language
        said = [_capital(sentence) for sentence in show_finding(item.finding, language)]
        severity = severity_of(item.finding)
        where = str(item.place or item.finding.place or language.text("The whole file"))
        texts = (str(item.number), language.text(_KINDS[severity]), where, *said)
        looks = (_FIRST, _BOLD if severity is Severity.ERROR else _CELL, _LINK, *(_CELL,) * 3)
        if item.place is None:
            looks = (*looks[:2], _CELL, *looks[3:])
        else:
            target = to_xml(_location(item.place))
            self._links.append(
                f'<hyperlink ref="D{row}" location="{target}" display="{to_xml(where)}"/>'
            )
        cells = "".join(
            self._number(f"{column}{row}", text, look)
            if column == "B"
            else self._cell(f"{column}{row}", text, self._look(look))
            for column, text, look in zip(_COLUMNS, texts, looks, strict=True)
        )
        return cells, self._height(texts, _WIDTHS[1:7])

    def _number(self, ref: str, text: str, look: object) -> str:
        return f'<c r="{ref}" s="{self._look(look)}"><v>{text}</v></c>'

    @staticmethod
    def _height(texts: Sequence[str], widths: Sequence[float]) -> float:
        """Give the height of a row in points in which these texts can be read whole."""
        lines = max(
            sum(max(1, ceil(_letters(line) / (width - 1))) for line in text.split("\n"))
            for text, width in zip(texts, widths, strict=True)
        )
        return min(lines * _LINE_POINTS + _EDGE_POINTS, 405.0)

    def _part(self, rows: Mapping[int, str], heights: Mapping[int, float]) -> str:
        space = self._styles.space
        links = f"<hyperlinks>{''.join(self._links)}</hyperlinks>" if self._links else ""
        last = max(rows)
        return (
            f'{_DECLARATION}<worksheet xmlns="{space}"><sheetPr><tabColor rgb="FF{FAULT.line}"/>'
            f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{_SAMPLES}{last}"/>'
            '<sheetViews><sheetView showGridLines="0" tabSelected="1" workbookViewId="0">'
            f'<pane ySplit="{_HEAD_ROW}" topLeftCell="A{_HEAD_ROW + 1}" activePane="bottomLeft"'
            f' state="frozen"/><selection pane="bottomLeft" activeCell="D{_HEAD_ROW + 1}"'
            f' sqref="D{_HEAD_ROW + 1}"/></sheetView></sheetViews>'
            f'<sheetFormatPr defaultRowHeight="15"/><cols>{"".join(_columns())}</cols>'
            f"<sheetData>{''.join(_rows(rows, heights))}</sheetData>"
            f'<mergeCells count="1"><mergeCell ref="B3:G3"/></mergeCells>{links}'
            '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.5"'
            ' bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9"'
            ' orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;L&amp;8&amp;F'
            "&amp;C&amp;8&amp;A&amp;R&amp;8&amp;P / &amp;N</oddFooter></headerFooter></worksheet>"
        )


def _columns() -> Iterator[str]:
    for number, width in enumerate(_WIDTHS, 1):
        hidden = ' hidden="1"' if number in (1, len(_WIDTHS)) else ""
        yield f'<col min="{number}" max="{number}" width="{width}" customWidth="1"{hidden}/>'


def _rows(rows: Mapping[int, str], heights: Mapping[int, float]) -> Iterator[str]:
    for number in sorted(rows):
        high = f' ht="{heights[number]:g}" customHeight="1"' if number in heights else ""
        hidden = ' hidden="1"' if number == 1 else ""
        yield f'<row r="{number}"{high}{hidden}>{rows[number]}</row>'


def _letters(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def _location(place: Place) -> str:
    """Give a link's target, quoted always: a tab `Q1` reads like a cell otherwise."""
    return "'" + place.sheet.replace("'", "''") + f"'!{place.ref}"


def _capital(sentence: str) -> str:
    """Begin a sentence that stands alone with a capital."""
    return sentence[:1].upper() + sentence[1:]
