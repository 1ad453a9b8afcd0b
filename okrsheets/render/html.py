"""Report records set as HTML by the templates of `report_templates/`.

The HTML is well-formed XML as well, so that it is read by the fast parser.
"""

from collections.abc import Mapping
from functools import cache, partial
from types import MappingProxyType

from jinja2 import Environment, Template, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from okrsheets.language import Language
from okrsheets.render.look import BUILT_IN_LOOK, FILES, NAVY, Look, bare_environment
from okrsheets.render.own_templates import check_page, fault_of
from okrsheets.render.typography import Typesetter, set_figure
from okrsheets.reports.alignment_records import AlignmentReport
from okrsheets.reports.book_records import BookFront, BookIndex, BookPart
from okrsheets.reports.chart_records import Chart
from okrsheets.reports.document_records import BlocksReport
from okrsheets.reports.pack_records import PackReport
from okrsheets.reports.progress_records import ProgressPart
from okrsheets.reports.records import AnnualReport, QuarterlyReport

Report = (
    QuarterlyReport
    | AnnualReport
    | PackReport
    | AlignmentReport
    | BookFront
    | BookPart
    | BookIndex
    | BlocksReport
    | ProgressPart
)
TEMPLATES: Mapping[type, str] = MappingProxyType(
    {
        QuarterlyReport: "quarterly.html",
        AnnualReport: "annual.html",
        PackReport: "pack.html",
        AlignmentReport: "alignment.html",
        BookFront: "book.html",
        BlocksReport: "blocks.html",
        ProgressPart: "progress.html",
        BookPart: "book_part.html",
        BookIndex: "book_index.html",
    }
)


def _pens(attributes: Mapping[str, str]) -> Mapping[str, Markup]:
    """Mark our own SVG attributes as markup; nothing of anybody's words is in them."""
    return MappingProxyType({name: Markup(text) for name, text in attributes.items()})  # noqa: S704 - ours


_INK, _NAVY, _GREY = "#1A1F24", NAVY, "#6B757F"
PENS: Mapping[str, Markup] = _pens(
    {
        "track": 'fill="#EDF0F3"',
        "fill": f'fill="{_NAVY}"',
        "stub": f'fill="#FFFFFF" stroke="{_INK}" stroke-width=".3"',
        "tick": 'fill="#9AA3AC"',
        "edge": f'fill="{_GREY}"',
        "halo": 'fill="#FFFFFF"',
        "goal": f'fill="{_INK}"',
        "stage": f'fill="#EDF0F3" stroke="{_GREY}" stroke-width=".2"',
        "axis": 'fill="#9AA3AC"',
        "zone": 'fill="#C9CFD5"',
        "rule": f'fill="{_INK}"',
        "thin": 'fill="#C9CFD5"',
    }
)
DOTS: Mapping[str, Markup] = _pens(
    {
        "dot": f'fill="{_NAVY}" stroke="#FFFFFF" stroke-width=".3"',
        "pulse-end": f'fill="{_NAVY}"',
        "dot-no_progress": f'fill="#FFFFFF" stroke="{_INK}" stroke-width=".3"',
        "dot-below": f'fill="#F0C987" stroke="{_INK}" stroke-width=".3"',
        "dot-on_target": f'fill="#7DABC8" stroke="{_INK}" stroke-width=".3"',
        "dot-outstanding": f'fill="{_NAVY}" stroke="{_INK}" stroke-width=".3"',
    }
)
PATHS: Mapping[str, Markup] = _pens(
    {
        "expected": 'stroke="#9AA3AC" stroke-width=".2"',
        "pulse": f'stroke="{_NAVY}" stroke-width=".4" stroke-linejoin="round"',
    }
)
HEAT_WIDTHS: Mapping[int, tuple[float, float, float]] = MappingProxyType(
    {n: (139 - n * wide, wide, 27) for n in range(1, 7) for wide in (min(108 // n, 24),)}
    | {n: (29, 135 / n, 0) for n in range(7, 15)}
)
"""Number of score columns → widths of the name, a score and the band, in millimetres.

Twelve months leave no room for the band's word; its mark stands beside the year's score.
"""
INKS: Mapping[str, str] = MappingProxyType({"text": _INK, "text-grey": "#4A535C"})


@cache
def environment_of(look: Look) -> Environment:
    """Give the environment in which the templates of a look run."""
    environment = bare_environment(look)
    environment.globals |= {
        "pens": _tinted(PENS, look),
        "dots": _tinted(DOTS, look),
        "inks": INKS,
        "paths": _tinted(PATHS, look),
        "heat_widths": HEAT_WIDTHS,
        "logo_address": f"{FILES}{look.logo_name}" if look.logo else "",
    }
    environment.filters |= {
        "set": _set,
        "plain": _plain,
        "figure": set_figure,
        "fit": _fit,
        "chart": partial(_draw, look=look),
    }
    return environment


def _tinted(pens: Mapping[str, Markup], look: Look) -> Mapping[str, Markup]:
    return _pens({name: look.tinted(str(pen)) for name, pen in pens.items()})


def _draw(chart: Chart, look: Look) -> Markup:
    from okrsheets.render.charts import draw_chart  # noqa: PLC0415 - few pages have a chart

    return draw_chart(chart, look)


@pass_context
def _set(context: Context, text: str) -> Markup:
    typesetter: Typesetter = context["typesetter"]
    return typesetter.set(text)


@pass_context
def _fit(context: Context, text: str, ems: int) -> Markup:
    typesetter: Typesetter = context["typesetter"]
    return typesetter.fit(text, ems)


@pass_context
def _plain(context: Context, text: str) -> str:
    typesetter: Typesetter = context["typesetter"]
    return typesetter.plain(text)


def template_of(name: str, look: Look = BUILT_IN_LOOK) -> Template:
    """Give a template by its name in the folder of templates, or the company's own."""
    return environment_of(look).get_template(name)


def build_html(report: Report, language: Language, typesetter: Typesetter) -> str:
    """Set a report as one HTML document.

    Args:
        report: the record; its class picks the template.
        language: gives the templates' own words.
        typesetter: sets people's words, and knows the look.

    Raises:
        UsageError: a company's own template has a fault, or was stopped by `TimeoutError`; says
            where.
    """
    name, look = TEMPLATES[type(report)], typesetter.look
    given = {"report": report, "text": language.text, "typesetter": typesetter}
    if not look.templates:
        return template_of(name, look).render(given)
    try:
        html = template_of(name, look).render(given)
    except Exception as error:
        raise fault_of(error, look.templates) from error
    check_page(html, name)
    return html


@cache
def print_css() -> str:
    """Give the built-in stylesheet of every printed page."""
    return BUILT_IN_LOOK.print_css()


@cache
def elements_css() -> str:
    """Give the built-in stylesheet that says what each element is."""
    return BUILT_IN_LOOK.elements_css()
