"""The web copy set as files: HTML by templates of `report_templates/web`, CSS, script, pictures.

Everything a page needs lies in the folder; nothing is fetched from elsewhere, and the pages say so
themselves (Content-Security-Policy). The same records give the same bytes.
"""

import json
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from urllib.parse import quote

from markupsafe import Markup

from okrsheets.language import Language
from okrsheets.render.html import template_of
from okrsheets.render.look import BUILT_IN, BUILT_IN_LOOK, WEB, Look
from okrsheets.render.own_templates import check_page, check_web_page, fault_of
from okrsheets.render.typography import Typesetter, clean
from okrsheets.reports.alignment_records import AlignmentReport
from okrsheets.reports.site_records import (
    SearchEntry,
    Site,
    WebDepartment,
    WebHome,
    WebNames,
    WebPage,
    WebPerson,
    WebSearch,
)
from okrsheets.resources import find_resource

TEMPLATES: Mapping[type, str] = MappingProxyType(
    {
        WebHome: "web/home.html",
        WebDepartment: "web/department.html",
        WebPerson: "web/person.html",
        WebNames: "web/names.html",
        WebSearch: "web/search.html",
        AlignmentReport: "web/alignment.html",
    }
)
STYLES, SCRIPT, ICON, LOGO = "book.css", "search.js", "icon.svg", "logo.png"


def site_files(
    site: Site, language: Language, look: Look = BUILT_IN_LOOK
) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the web copy: its path, with `/`, and its bytes.

    Raises:
        UsageError: a company's own template has a fault; says where.
    """
    typesetter = Typesetter(language.code, look=look)
    for page in site.pages:
        yield page.path, build_page(site, page, language, typesetter=typesetter).encode()
    yield STYLES, look.web_css().encode()
    built_in = find_resource(BUILT_IN) / WEB
    yield SCRIPT, (built_in / SCRIPT).read_bytes()
    yield ICON, look.tinted((built_in / ICON).read_text(encoding="utf-8")).encode()
    if look.logo:
        yield LOGO, look.logo


def build_page(
    site: Site, page: WebPage, language: Language, *, typesetter: Typesetter | None = None
) -> str:
    """Set one page as HTML that is well-formed XML as well.

    Args:
        site: the whole copy, for its navigation and addresses.
        page: the page.
        language: gives the templates' own words.
        typesetter: sets people's words, and knows the look; the built-in one if there is none.

    Raises:
        UsageError: a company's own template has a fault; says where.
    """
    typesetter = typesetter or Typesetter(language.code)
    name, look = TEMPLATES[type(page.body)], typesetter.look
    given = _given(site, page) | {"text": language.text, "typesetter": typesetter}
    given["logo"] = LOGO if look.logo else ""
    if not look.templates:
        return template_of(name, look).render(given)
    try:
        html = template_of(name, look).render(given)
    except Exception as error:
        raise fault_of(error, look.templates) from error
    check_web_page(check_page(html, name), name)
    return html


def _given(site: Site, page: WebPage) -> dict[str, object]:
    """Give what templates of a page see; `root` leads from it to the folder."""
    root = "../" * page.path.count("/")

    def href(anchor: str) -> str:
        path, _, fragment = site.addresses[anchor].partition("#")
        address = "" if path == page.path and fragment else root + quote(path)
        return address + (f"#{fragment}" if fragment else "")

    return {
        "site": site,
        "page": page,
        "report": page.body,
        "root": root,
        "href": href,
        "embedded": embedded,
    }


def embedded(entries: tuple[SearchEntry, ...]) -> Markup:
    """Give the search index as JSON that can stand inside a page: no sign of it is markup."""
    rows = [
        [
            *map(clean, (e.name, e.note, e.place)),
            quote(e.path),
            [[code, clean(line), clean(details)] for code, line, details in e.lines],
        ]
        for e in entries
    ]
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(data)  # noqa: S704 - no sign of it is markup
