"""Report records set as HTML by the templates of `report_templates/`.

The HTML is well-formed XML as well, so that it is read by the fast parser.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from okrsheets.language import Language
from okrsheets.render.typography import Typesetter, set_figure
from okrsheets.reports.pack_records import PackReport
from okrsheets.reports.records import AnnualReport, QuarterlyReport
from okrsheets.resources import find_resource

Report = QuarterlyReport | AnnualReport | PackReport
TEMPLATES: Mapping[type, str] = MappingProxyType(
    {
        QuarterlyReport: "quarterly.html",
        AnnualReport: "annual.html",
        PackReport: "pack.html",
    }
)


def _pens(attributes: Mapping[str, str]) -> Mapping[str, Markup]:
    """Mark our own SVG attributes as markup; nothing of anybody's words is in them."""
    return MappingProxyType({name: Markup(text) for name, text in attributes.items()})  # noqa: S704 - ours


_INK, _NAVY, _GREY = "#1A1F24", "#123B59", "#6B757F"
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
        "bar-no_progress": f'fill="#FFFFFF" stroke="{_GREY}" stroke-width=".3"',
        "bar-below": 'fill="#F0C987"',
        "bar-on_target": 'fill="#7DABC8"',
        "bar-outstanding": f'fill="{_NAVY}"',
        "rule": f'fill="{_INK}"',
        "rule-white": 'fill="#FFFFFF"',
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
    {n: (34, (168 - 34 - 26) // n, 168 - 34 - n * ((168 - 34 - 26) // n)) for n in range(1, 7)}
    | {n: (29, 135 / n, 0) for n in range(7, 15)}
)
"""Number of score columns → widths of the name, a score and the band, in millimetres.

Twelve months leave no room for the band's word; its mark stands beside the year's score.
"""
INKS: Mapping[str, str] = MappingProxyType({"text": _INK, "text-grey": "#4A535C"})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(find_resource("report_templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {
        "pens": PENS,
        "dots": DOTS,
        "inks": INKS,
        "paths": PATHS,
        "heat_widths": HEAT_WIDTHS,
    }
    environment.filters |= {"set": _set, "plain": _plain, "figure": set_figure}
    return environment


@pass_context
def _set(context: Context, text: str) -> Markup:
    typesetter: Typesetter = context["typesetter"]
    return typesetter.set(text)


@pass_context
def _plain(context: Context, text: str) -> str:
    typesetter: Typesetter = context["typesetter"]
    return typesetter.plain(text)


def build_html(report: Report, language: Language, typesetter: Typesetter) -> str:
    """Set a report as one HTML document.

    Args:
        report: the record; its class picks the template.
        language: gives the templates' own words.
        typesetter: sets people's words.
    """
    template = _environment().get_template(TEMPLATES[type(report)])
    return template.render(report=report, text=language.text, typesetter=typesetter)


@cache
def print_css() -> str:
    """Give the stylesheet of every printed page."""
    return (find_resource("report_templates") / "print.css").read_text(encoding="utf-8")


@cache
def elements_css() -> str:
    """Give the stylesheet that says what each element is: block, table, cell or inline."""
    return (find_resource("report_templates") / "elements.css").read_text(encoding="utf-8")
