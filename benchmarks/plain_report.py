"""The quarterly report made with ReportLab: the peer of benchmarks/pdf.py.

The same content as tables and paragraphs: title block, facts, strip, every objective with its key
results, bars, chips, reasons and reckoning, the review questions, the plan, signatures, running
heads and page numbers. ReportLab cannot tag a PDF. Its fonts are either its built-in Chinese one,
which is not embedded (the cheapest it can do), or the three faces that we use, embedded and cut
down to each document's characters; since it takes TrueType outlines only, ours are turned into
those once, before anything is timed.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as OutlineFont
from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from okrsheets.render.fonts import base_fonts
from okrsheets.reports.records import ObjectiveBlock, QuarterlyReport

BUILT_IN = "STSong-Light"
ERROR = 0.5  # thousandths of the type size by which a converted outline may differ
FILLS = {
    "no_progress": "#FFFFFF",
    "below": "#F0C987",
    "on_target": "#7DABC8",
    "outstanding": "#123B59",
}
WIDTHS = [n * mm for n in (9, 50, 12, 11.5, 13.5, 13, 29, 10, 22)]


@dataclass
class Faces:
    """The fonts of one way to set the report: for text, for figures that count, for titles."""

    text: str = BUILT_IN
    bold: str = BUILT_IN
    title: str = BUILT_IN

    @cached_property
    def body(self) -> ParagraphStyle:
        """The size of most text."""
        return _style(self.text, 9, 13.5)

    @cached_property
    def figure(self) -> ParagraphStyle:
        """Scores."""
        return _style(self.bold, 9, 13.5)

    @cached_property
    def small(self) -> ParagraphStyle:
        """Everything beside the main text."""
        return _style(self.text, 7.5, 11)

    @cached_property
    def objective(self) -> ParagraphStyle:
        """An objective."""
        return _style(self.title, 12, 17)

    @cached_property
    def name(self) -> ParagraphStyle:
        """Whose report it is."""
        return _style(self.title, 24, 32)


def built_in_faces() -> Faces:
    """Give ReportLab's built-in Chinese font for everything; nothing is embedded."""
    pdfmetrics.registerFont(UnicodeCIDFont(BUILT_IN))
    return Faces()


def embedded_faces() -> Faces:
    """Give the faces of our reports with TrueType outlines, registered once as a batch would."""
    for role, font in base_fonts().items():
        pdfmetrics.registerFont(TTFont(role, io.BytesIO(truetype(font))))
    return Faces("sans-400", "sans-700", "serif-700")


def truetype(font: bytes) -> bytes:
    """Give a font with its cubic outlines turned into TrueType's quadratic ones."""
    source = OutlineFont(io.BytesIO(font))
    order, glyphs = source.getGlyphOrder(), source.getGlyphSet()
    outlines = {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, ERROR, reverse_direction=True))
        outlines[name] = pen.glyph()
    builder = FontBuilder(source["head"].unitsPerEm, isTTF=True)
    builder.setupGlyphOrder(order)
    builder.setupCharacterMap(source.getBestCmap())
    builder.setupGlyf(outlines)
    edges = {n: getattr(outlines[n], "xMin", 0) for n in order}
    builder.setupHorizontalMetrics({n: (source["hmtx"][n][0], edges[n]) for n in order})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    name = f"OKR{len(font)}"  # ReportLab tells fonts apart by their names
    builder.setupNameTable({"familyName": name, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    made = io.BytesIO()
    builder.save(made)
    return made.getvalue()


def _style(font: str, size: float, leading: float) -> ParagraphStyle:
    return ParagraphStyle(
        f"{font} {size}", fontName=font, fontSize=size, leading=leading, wordWrap="CJK"
    )


def _bar(width: str) -> Drawing:
    drawing = Drawing(28 * mm, 4.8 * mm)
    drawing.add(Rect(2.4 * mm, 1.1 * mm, 19 * mm, 2.6 * mm, fillColor=HexColor("#EDF0F3")))
    drawing.add(
        Rect(2.4 * mm, 1.5 * mm, float(width) * mm, 1.8 * mm, fillColor=HexColor("#123B59"))
    )
    drawing.add(Rect(21.2 * mm, 0.2 * mm, 0.45 * mm, 4.4 * mm, fillColor=HexColor("#1A1F24")))
    return drawing


def _objective(block: ObjectiveBlock, faces: Faces) -> Iterator[Flowable]:
    head = [
        Paragraph(block.number, faces.body),
        Paragraph(block.text, faces.objective),
        Paragraph(block.weight, faces.body),
        Paragraph(block.score, faces.figure),
        Paragraph(block.chip.word, faces.body),
    ]
    yield Table([head], [n * mm for n in (9, 104, 20, 15, 22)])
    rows: list[list[Any]] = [
        ["", "关键结果", "权重", "起始值", "目标值", "实际值", "完成率", "得分", "分档"]
    ]
    marks: list[Any] = [
        ("FONT", (0, 0), (-1, -1), faces.text, 9),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ]
    marks.append(("FONT", (7, 1), (7, -1), faces.bold, 9))
    for line in block.key_results:
        fills = [s.width for s in line.bar.shapes if s.name == "fill"] if line.bar else []
        cell = [Paragraph(line.text, faces.body), Paragraph(line.details, faces.small)]
        chip = [
            Paragraph(line.chip.word, faces.small),
            *[Paragraph(s, faces.small) for s in line.source],
        ]
        rows.append(
            [
                line.number,
                cell,
                line.weight,
                line.baseline,
                line.target,
                line.actual,
                _bar(fills[0]) if fills else "",
                line.score,
                chip,
            ]
        )
        fill = HexColor(FILLS.get(line.chip.code, "#F3F5F7"))
        marks.append(("BACKGROUND", (8, len(rows) - 1), (8, len(rows) - 1), fill))
        marks.append(
            ("LINEBELOW", (0, len(rows) - 1), (-1, len(rows) - 1), 0.5, HexColor("#C9CFD5"))
        )
        if line.reason:
            rows.append(["", Paragraph(line.reason, faces.small), *[""] * 7])
            marks.append(("SPAN", (1, len(rows) - 1), (-1, len(rows) - 1)))
    yield Table(rows, WIDTHS, style=marks, repeatRows=1)
    yield Paragraph(block.trace, faces.small)


def _story(report: QuarterlyReport, faces: Faces) -> Iterator[Flowable]:
    yield Paragraph(report.head.kicker, faces.small)
    yield Paragraph(f"{report.head.title}  {report.total.text}", faces.name)
    facts = [[Paragraph(f.label, faces.small) for f in report.facts]]
    facts.append([Paragraph(f.value, faces.body) for f in report.facts])
    yield Table(facts, [n * mm for n in (36, 34, 19, 23, 35, 23)])
    parts = [p for p in report.strip if p.count]
    fills = [
        ("BACKGROUND", (n, 0), (n, 0), HexColor(FILLS.get(p.chip.code, "#F3F5F7")))
        for n, p in enumerate(parts)
    ]
    yield Table([[str(p.count) for p in parts]], [100 * mm / len(parts)] * len(parts), style=fills)
    yield Table([[c.text for c in report.year]], style=[("FONT", (0, 0), (-1, -1), faces.text, 8)])
    yield Paragraph(report.legend, faces.small)
    for block in report.objectives:
        yield from _objective(block, faces)
    yield Paragraph(report.trace, faces.body)
    yield Paragraph("；".join(report.formulas), faces.small)
    yield from _closing(report, faces)


def _closing(report: QuarterlyReport, faces: Faces) -> Iterator[Flowable]:
    for part in report.review:
        yield Paragraph(part.title, faces.body)
        for question in part.questions:
            yield Paragraph(question.text, faces.body)
            yield Paragraph(question.answer, faces.body) if question.answer else Spacer(1, 16 * mm)
    plan = [
        [Paragraph(x, faces.body) for x in (p.measure, p.date, p.effect, p.owner)]
        for p in report.plan
    ]
    if plan:
        yield Table(plan, [n * mm for n in (74, 24, 48, 24)])
    yield Paragraph(report.score_use, faces.small)
    names = [[Paragraph(f"{s.role} {s.name}", faces.small) for s in report.signatures]]
    yield Table(names, [56 * mm] * len(report.signatures))


def write_plain_report(report: QuarterlyReport, faces: Faces) -> bytes:
    """Make the report with fonts that were registered once, as a batch would."""
    stream = io.BytesIO()

    def furniture(canvas: Any, document: Any) -> None:  # noqa: ANN401 - ReportLab is not typed
        canvas.setFont(faces.text, 7.5)
        canvas.drawString(22 * mm, 280 * mm, report.head.organisation)
        canvas.drawRightString(192 * mm, 280 * mm, report.head.running)
        canvas.drawString(22 * mm, 12 * mm, report.head.footer)
        canvas.drawRightString(192 * mm, 12 * mm, str(document.page))

    document = SimpleDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=22 * mm,
        rightMargin=18 * mm,
        topMargin=24 * mm,
        bottomMargin=20 * mm,
        title=report.head.document_title,
    )
    document.build(list(_story(report, faces)), onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()
