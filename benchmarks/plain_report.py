"""The quarterly report made with ReportLab: the peer of benchmarks/pdf.py.

The same content as tables and paragraphs: title block, facts, strip, every objective with its key
results, bars, chips, reasons and reckoning, the review questions, the plan, signatures, running
heads and page numbers. Not tagged; the Chinese font is ReportLab's built-in one, not embedded.
"""

import io
from collections.abc import Iterator
from typing import Any

from reportlab.graphics.shapes import Drawing, Rect
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from okrsheets.reports.records import ObjectiveBlock, QuarterlyReport

FONT = "STSong-Light"
FILLS = {
    "no_progress": "#FFFFFF",
    "below": "#F0C987",
    "on_target": "#7DABC8",
    "outstanding": "#123B59",
}
WIDTHS = [n * mm for n in (9, 50, 12, 11.5, 13.5, 13, 29, 10, 22)]


def _style(name: str, size: float, leading: float) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=FONT, fontSize=size, leading=leading, wordWrap="CJK")


BODY, SMALL, TITLE = _style("body", 9, 13.5), _style("small", 7.5, 11), _style("title", 24, 32)


def _bar(width: str) -> Drawing:
    drawing = Drawing(28 * mm, 4.8 * mm)
    drawing.add(Rect(2.4 * mm, 1.1 * mm, 19 * mm, 2.6 * mm, fillColor=HexColor("#EDF0F3")))
    drawing.add(
        Rect(2.4 * mm, 1.5 * mm, float(width) * mm, 1.8 * mm, fillColor=HexColor("#123B59"))
    )
    drawing.add(Rect(21.2 * mm, 0.2 * mm, 0.45 * mm, 4.4 * mm, fillColor=HexColor("#1A1F24")))
    return drawing


def _objective(block: ObjectiveBlock) -> Iterator[Flowable]:
    head = [block.number, block.text, block.weight, block.score, block.chip.word]
    yield Table([[Paragraph(x, BODY) for x in head]], [n * mm for n in (9, 104, 20, 15, 22)])
    rows: list[list[Any]] = [
        ["", "关键结果", "权重", "起始值", "目标值", "实际值", "完成率", "得分", "分档"]
    ]
    marks: list[Any] = [("FONT", (0, 0), (-1, -1), FONT, 9), ("VALIGN", (0, 0), (-1, -1), "TOP")]
    for line in block.key_results:
        fills = [s.width for s in line.bar.shapes if s.name == "fill"] if line.bar else []
        cell = [Paragraph(line.text, BODY), Paragraph(line.details, SMALL)]
        chip = [Paragraph(line.chip.word, SMALL), *[Paragraph(s, SMALL) for s in line.source]]
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
            rows.append(["", Paragraph(line.reason, SMALL), *[""] * 7])
            marks.append(("SPAN", (1, len(rows) - 1), (-1, len(rows) - 1)))
    yield Table(rows, WIDTHS, style=marks, repeatRows=1)
    yield Paragraph(block.trace, SMALL)


def _story(report: QuarterlyReport) -> Iterator[Flowable]:
    yield Paragraph(report.head.kicker, SMALL)
    yield Paragraph(f"{report.head.title}  {report.total.text}", TITLE)
    facts = [[Paragraph(f.label, SMALL) for f in report.facts]]
    facts.append([Paragraph(f.value, BODY) for f in report.facts])
    yield Table(facts, [n * mm for n in (36, 34, 19, 23, 35, 23)])
    parts = [p for p in report.strip if p.count]
    fills = [
        ("BACKGROUND", (n, 0), (n, 0), HexColor(FILLS.get(p.chip.code, "#F3F5F7")))
        for n, p in enumerate(parts)
    ]
    yield Table([[str(p.count) for p in parts]], [100 * mm / len(parts)] * len(parts), style=fills)
    yield Table([[c.text for c in report.year]], style=[("FONT", (0, 0), (-1, -1), FONT, 8)])
    yield Paragraph(report.legend, SMALL)
    for block in report.objectives:
        yield from _objective(block)
    yield Paragraph(report.trace, BODY)
    yield Paragraph("；".join(report.formulas), SMALL)
    yield from _closing(report)


def _closing(report: QuarterlyReport) -> Iterator[Flowable]:
    for part in report.review:
        yield Paragraph(part.title, BODY)
        for question in part.questions:
            yield Paragraph(question.text, BODY)
            yield Paragraph(question.answer, BODY) if question.answer else Spacer(1, 16 * mm)
    plan = [
        [Paragraph(x, BODY) for x in (p.measure, p.date, p.effect, p.owner)] for p in report.plan
    ]
    if plan:
        yield Table(plan, [n * mm for n in (74, 24, 48, 24)])
    yield Paragraph(report.score_use, SMALL)
    names = [[Paragraph(f"{s.role} {s.name}", SMALL) for s in report.signatures]]
    yield Table(names, [56 * mm] * len(report.signatures))


def write_plain_report(report: QuarterlyReport) -> bytes:
    """Make the report; the font is registered once, as a batch would."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    stream = io.BytesIO()

    def furniture(canvas: Any, document: Any) -> None:  # noqa: ANN401 - ReportLab is not typed
        canvas.setFont(FONT, 7.5)
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
    document.build(list(_story(report)), onFirstPage=furniture, onLaterPages=furniture)
    return stream.getvalue()
