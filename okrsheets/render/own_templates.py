"""A company's own report templates, checked before anything is set: file, line, what to do."""

import re
import traceback
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from xml.etree import ElementTree as ET

from jinja2 import Environment, TemplateError, TemplateSyntaxError, meta, nodes

from okrsheets.errors import N_, UsageError
from okrsheets.render.look import BUILT_IN, OWN_CSS, WEB
from okrsheets.resources import find_resource

_GIVEN = frozenset({"report", "text", "typesetter", "loop", "caller", "varargs", "kwargs"})
_ADDRESS = re.compile(r"@import|url\(\s*[\"']?(?!okrsheets-font:)", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"@import|url\(|image-set\(", re.IGNORECASE)
_FETCHING = ("src", "srcset", "poster", "data", "action", "formaction")
_ELSEWHERE = re.compile(r"[^/?#]*:|/|\\")
_SCRIPT = "search.js"
_POLICY = "default-src 'none'"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_WORDS_AROUND = 60
_SUFFIXES = (".html", ".css")


def check_templates(folder: Path, environment: Environment) -> None:
    """Check a company's templates as far as can be seen without a report.

    Raises:
        UsageError: the folder or a file in it cannot be used; says which, where and what to do.
    """
    known = {*built_in_names(), OWN_CSS, f"{WEB}/{OWN_CSS}"}
    found = {file.relative_to(folder).as_posix(): file for file in _files(folder)}
    sources = {name: _read(file) for name, file in found.items()}
    for name, source in sources.items():
        if name.endswith(".css"):
            _check_sheet(found[name], source, _WEB_ADDRESS if _is_web(name) else _ADDRESS)
        else:
            _check_template(name, found[name], source, environment)
    known |= {n for name in found for n in _included(sources[name], name, environment)}
    stray = [file for name, file in found.items() if name not in known]
    if not found or stray:
        raise UsageError(
            N_(
                "{file} is no template of a report. Name the files as the built-in ones are "
                "named: {names}; `okrsheets template reports DIR` writes them to a folder"
            ),
            file=stray[0] if stray else folder,
            names=tuple(sorted(known)),
        )


def built_in_names() -> list[str]:
    """Give the names of the built-in templates and stylesheets; `web/…` are of the web copy."""
    folder = find_resource(BUILT_IN)
    return [file.relative_to(folder).as_posix() for file in _files(folder)]


def _is_web(name: str) -> bool:
    return name.startswith(f"{WEB}/")


def _files(folder: Path) -> list[Path]:
    """Give the templates and stylesheets in a folder and in its `web/`."""
    web = folder / WEB
    try:
        files = [*folder.iterdir(), *(web.iterdir() if web.is_dir() else ())]
        return sorted(file for file in files if file.is_file() and file.suffix in _SUFFIXES)
    except OSError as error:
        raise UsageError(
            N_("the folder {folder} cannot be read: {reason}"),
            folder=folder,
            reason=error.strerror or error,
        ) from None


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise UsageError(N_("{file} cannot be read as text; save it as UTF-8"), file=file) from None


def _check_sheet(file: Path, source: str, address: re.Pattern[str]) -> None:
    plain = _COMMENT.sub(lambda m: "\n" * m[0].count("\n"), source)
    if found := address.search(plain):
        raise UsageError(
            N_(
                "{file}, line {line}: reports fetch nothing, so “{found}” cannot be used; take it "
                "out (a logo is named in the settings)"
            ),
            file=file,
            line=plain.count("\n", 0, found.start()) + 1,
            found=plain[found.start() :].split("\n")[0].strip()[:_WORDS_AROUND],
        )


def _check_template(name: str, file: Path, source: str, environment: Environment) -> None:
    try:
        tree = environment.parse(source, name)
        environment.get_template(name)
    except TemplateSyntaxError as error:
        raise _fault(file, error.lineno, error.message or "") from None
    except TemplateError as error:
        raise _fault(file, 1, str(error)) from None
    ours = _asked_for_by_ours(environment, web=_is_web(name))
    known = _GIVEN | environment.globals.keys() | _declared(tree) | ours
    for lacking in sorted(meta.find_undeclared_variables(tree) - known):
        used = [n.lineno for n in tree.find_all(nodes.Name) if n.name == lacking]
        raise UsageError(
            N_(
                "{file}, line {line}: there is no “{name}”. Templates are given “report”, “text” "
                "and the pieces they import; docs/reports.md says what is in them"
            ),
            file=file,
            line=min(used, default=1),
            name=lacking,
        )


@cache
def _asked_for_by_ours(environment: Environment, *, web: bool) -> frozenset[str]:
    """Give the names that the built-in templates ask for, so that each of them is given."""
    files = find_resource(BUILT_IN).glob("**/*.html" if web else "*.html")
    sources = [file.read_text(encoding="utf-8") for file in files]
    return frozenset().union(
        *(meta.find_undeclared_variables(environment.parse(source)) for source in sources)
    )


def _declared(tree: nodes.Template) -> set[str]:
    """Give the names that a template sets, imports or defines itself."""
    imported = {node.target for node in tree.find_all(nodes.Import)}
    named = {
        n if isinstance(n, str) else n[1] for f in tree.find_all(nodes.FromImport) for n in f.names
    }
    assigned = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    return imported | named | assigned | {macro.name for macro in tree.find_all(nodes.Macro)}


def _included(source: str, name: str, environment: Environment) -> Iterator[str]:
    """Give the templates that a template extends, imports or includes by name."""
    if name.endswith(".html"):
        named = meta.find_referenced_templates(environment.parse(source, name))
        yield from (name for name in named if name)


def _fault(file: object, line: int, reason: str) -> UsageError:
    return UsageError(
        N_("{file}, line {line}: {reason}. Mend the template, or take it out of the folder"),
        file=file,
        line=line,
        reason=reason.rstrip("."),
    )


def fault_of(error: Exception, folder: str) -> UsageError:
    """Say where in the templates an error came up while a report was set; or that it has no end."""
    if isinstance(error, TemplateSyntaxError):
        return _fault(error.filename or error.name or folder, error.lineno, error.message or "")
    frames = traceback.extract_tb(error.__traceback__)
    of_templates = [frame for frame in frames if frame.filename.endswith(".html")]
    own = [frame for frame in of_templates if frame.filename.startswith(folder)]
    place = (own or of_templates)[-1] if of_templates else None
    file, line = place.filename if place else folder, (place and place.lineno) or 1
    if isinstance(error, TimeoutError):
        return UsageError(
            N_(
                "{file}, line {line}: the page was stopped here because it took far too long. Look "
                "for a loop that goes on and on; mend the template, or take it out of the folder"
            ),
            file=file,
            line=line,
        )
    return _fault(file, line, str(error) or type(error).__name__)


def check_page(html: str, name: str) -> ET.Element:
    """Check that what a company's template gives is well-formed XML, as all pages must be; read it.

    Raises:
        UsageError: it is not; shows the place.
    """
    try:
        return ET.fromstring(html)  # noqa: S314 - made by a template, people's words in it are escaped
    except ET.ParseError as error:
        line, column = error.position
        near = html.split("\n")[line - 1][max(0, column - _WORDS_AROUND) : column + _WORDS_AROUND]
        raise UsageError(
            N_(
                "{file}: its page is not well-formed XML ({reason}) near “{near}”. Close every "
                "element, write <br/>, and put attributes into quotation marks"
            ),
            file=name,
            reason=str(error),
            near=near.strip(),
        ) from None


def check_web_page(page: ET.Element, name: str) -> None:
    """Check that a page of the web copy fetches nothing from elsewhere, and forbids it to itself.

    Raises:
        UsageError: it does; shows the address.
    """
    for element in page.iter():
        for address in _fetched(element):
            if _ELSEWHERE.match(address) or (element.tag == "script" and address != _SCRIPT):
                raise UsageError(
                    N_(
                        "{file}: its page fetches “{address}”. The pages of the web copy ask "
                        "nobody for anything, so take it out (a logo is named in the settings)"
                    ),
                    file=name,
                    address=address[:_WORDS_AROUND],
                )
    policies = [m.get("content", "") for m in page.iter("meta") if m.get("http-equiv")]
    if not any(policy.startswith(_POLICY) for policy in policies):
        raise UsageError(
            N_(
                "{file}: its page lacks the line “Content-Security-Policy” of web/layout.html. It "
                "is what keeps the page from asking others for anything: put it back"
            ),
            file=name,
        )


def _fetched(element: ET.Element) -> Iterator[str]:
    """Give the addresses that a browser fetches by itself for an element, or sends words to."""
    names = (*_FETCHING, "href") if element.tag in ("link", "base", "image", "use") else _FETCHING
    yield from (address.strip() for n in names if (address := element.get(n)) is not None)
