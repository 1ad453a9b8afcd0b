"""Fills issued sheets as a spreadsheet program would, quickly: by the addresses of the layout."""

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from html import escape
from pathlib import Path

from okrsheets.identity import sheet_id, token_of
from okrsheets.language import load_language
from okrsheets.layout import Layout, build_layout
from okrsheets.model import Person, SheetIdentity
from okrsheets.shape import SheetOptions
from okrsheets.sheets import CompiledTemplate, Stamp, TemplateSpec, compile_template
from okrsheets.workspace import Workspace, create_workspace, open_workspace

Values = Mapping[str, str | float]
OCTOBER = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)
_STRINGS = "xl/sharedStrings.xml"
_HEADINGS = "id,name,department,title,manager,email,joined,left,kind\n"
PLAN: Values = {
    "Q1.O1.text": "Happier customers",
    "Q1.O1.K1.text": "Satisfaction from 80 to 90",
    "Q1.O1.K1.type": "Increase",
    "Q1.O1.K1.baseline": 80,
    "Q1.O1.K1.target": 90,
    "Q1.O1.K2.text": "50 visits",
    "Q1.O1.K2.type": "Linear",
    "Q1.O1.K2.target": 50,
}
DONE: Values = {**PLAN, "Q1.O1.K1.actual": 88, "Q1.O1.K2.actual": 50}
"""Scores by hand: (88-80)/(90-80) = 0.8 and 50/50 = 1, in equal parts 0.9."""


@cache
def template(language: str = "en", year: int = 2026) -> CompiledTemplate:
    """Give the default sheet's template."""
    spec = TemplateSpec(language=load_language(language), organisation="Acme", year=year)
    return compile_template(spec)


@cache
def layout(language: str = "en", options: SheetOptions | None = None) -> Layout:
    """Give a sheet's layout, without options the default one's."""
    return build_layout(options or SheetOptions(), load_language(language))


def identity_of(
    key: bytes, person: str, *, year: int = 2026, language: str = "en"
) -> SheetIdentity:
    """Give the identity that a workspace with this key issues."""
    form = template(language, year)
    plain = SheetIdentity(
        sheet_id(key, person, year),
        person,
        year,
        1,
        language,
        form.fingerprint,
        form.policies_fingerprint,
        "",
    )
    return replace(plain, token=token_of(key, plain))


def blank_sheet(key: bytes, person: Person, *, year: int = 2026, language: str = "en") -> bytes:
    """Give a person's sheet as issued."""
    identity = identity_of(key, person.id, year=year, language=language)
    return template(language, year).stamp(Stamp(identity, person))


def fill(
    data: bytes,
    values: Values,
    *,
    modified: datetime | None = OCTOBER,
    language: str = "en",
    options: SheetOptions | None = None,
) -> bytes:
    """Fill an issued sheet: field key → number or text; sets the document's modified date."""
    by_sheet: dict[str, dict[str, str | float]] = {}
    for key, value in values.items():
        place = layout(language, options).fields[key].place
        by_sheet.setdefault(place.sheet, {})[place.ref] = value
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(target, "w") as filled:
        parts = _parts_of(source)
        strings = source.read(_STRINGS)
        texts: list[str] = [""] * strings.count(b"<si>")
        for info in source.infolist():
            content = source.read(info)
            for ref, value in by_sheet.get(parts.get(info.filename, ""), {}).items():
                content = _set(content, ref, value, texts)
            if info.filename == "docProps/core.xml":
                content = _dated(content, modified)
            if info.filename != _STRINGS:
                filled.writestr(info, content, compress_type=zipfile.ZIP_DEFLATED)
        filled.writestr(_STRINGS, _with(strings, texts), compress_type=zipfile.ZIP_DEFLATED)
    return target.getvalue()


def _with(strings: bytes, texts: list[str]) -> bytes:
    new = texts[strings.count(b"<si>") :]
    items = "".join(f'<si><t xml:space="preserve">{escape(text)}</t></si>' for text in new)
    return strings.replace(b"</sst>", f"{items}</sst>".encode())


def _parts_of(source: zipfile.ZipFile) -> dict[str, str]:
    relations = source.read("xl/_rels/workbook.xml.rels").decode()
    target_of = {
        relation: target
        for tag in re.findall("<Relationship [^>]*>", relations)
        for relation in re.findall('Id="([^"]+)"', tag)
        for target in re.findall('Target="([^"]+)"', tag)
    }
    sheets = re.findall(r"<sheet [^>]*?>", source.read("xl/workbook.xml").decode())
    found = {}
    for tag in sheets:
        name = re.search(r'name="([^"]+)"', tag)
        relation = re.search(r'r:id="([^"]+)"', tag)
        if name and relation:
            found["xl/" + target_of[relation[1]].removeprefix("/xl/")] = name[1]
    return found


def _set(content: bytes, ref: str, value: str | float, texts: list[str]) -> bytes:
    def filled(match: re.Match[bytes]) -> bytes:
        style = re.search(rb' s="\d+"', match[0])
        head = f'<c r="{ref}"'.encode() + (style[0] if style else b"")
        if isinstance(value, str):
            texts.append(value)
            return head + f' t="s"><v>{len(texts) - 1}</v></c>'.encode()
        return head + f"><v>{value}</v></c>".encode()

    pattern = f'<c r="{ref}"[^>]*?(?:/>|>.*?</c>)'.encode()
    changed, count = re.subn(pattern, filled, content, count=1, flags=re.DOTALL)
    assert count == 1, ref
    return changed


def _dated(content: bytes, modified: datetime | None) -> bytes:
    pattern = rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)"
    if modified is None:
        return re.sub(pattern, b"", content)
    return re.sub(pattern, rf"\g<1>{modified:%Y-%m-%dT%H:%M:%SZ}\g<2>".encode(), content)


def make_workspace(root: Path, people: tuple[str, ...] = ("E1", "E2", "E3")) -> Workspace:
    """Make a workspace of 2026 whose people are called after their ids."""
    workspace = create_workspace(root, organisation="Acme", year=2026, language="en")
    write_people(workspace, people)
    return open_workspace(root)


def write_people(workspace: Workspace, people: tuple[str, ...], *, more: str = "") -> None:
    """Replace the roster: a person a line, in department Sales; `more` holds whole lines."""
    (workspace.root / "roster.xlsx").unlink(missing_ok=True)
    lines = "".join(f"{person},{person},Sales,,,,,,\n" for person in people)
    (workspace.root / "roster.csv").write_text(_HEADINGS + lines + more, encoding="utf-8")


def send(  # noqa: PLR0913 - each is one thing a test may want to say
    workspace: Workspace,
    person: str,
    values: Values,
    *,
    modified: datetime | None = OCTOBER,
    name: str = "",
    year: int = 2026,
) -> Path:
    """Put a person's filled sheet into the inbox; give its path."""
    blank = blank_sheet(workspace.key, Person(person, person), year=year)
    path = workspace.inbox / (name or f"{person}.xlsx")
    path.write_bytes(fill(blank, values, modified=modified))
    return path
