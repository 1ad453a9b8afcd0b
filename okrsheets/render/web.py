"""The web copy set as files: HTML by the templates of `report_templates/web`, CSS and script.

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
ASSETS = ("book.css", "search.js")


def site_files(site: Site, language: Language) -> Iterator[tuple[str, bytes]]:
    """Yield every file of the web copy: its path, with `/`, and its bytes."""
    for page in site.pages:
        yield page.path, build_page(site, page, language).encode()
    folder = find_resource("report_templates") / "web"
    for name in ASSETS:
        yield name, (folder / name).read_bytes()


def build_page(site: Site, page: WebPage, language: Language) -> str:
    """Set one page as HTML that is well-formed XML as well."""
    root = "../" * page.path.count("/")

    def href(anchor: str) -> str:
        path, _, fragment = site.addresses[anchor].partition("#")
        address = "" if path == page.path and fragment else root + quote(path)
        return address + (f"#{fragment}" if fragment else "")

    return template_of(TEMPLATES[type(page.body)]).render(
        site=site,
        page=page,
        report=page.body,
        root=root,
        href=href,
        embedded=embedded,
        text=language.text,
        typesetter=Typesetter(language.code),
    )


def embedded(entries: tuple[SearchEntry, ...]) -> Markup:
    """Give the search index as JSON that can stand inside a page: no sign of it is markup."""
    rows = [
        [
            *map(clean, (e.name, e.note, e.place)),
            quote(e.path),
            [[code, clean(line)] for code, line in e.lines],
        ]
        for e in entries
    ]
    data = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(data)  # noqa: S704 - no sign of it is markup
