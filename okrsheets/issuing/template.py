"""The form that a workspace's sheets are stamped from: the company's own template, else ours."""

from collections.abc import Iterable
from functools import lru_cache

from okrsheets.batch.logo import read_logo
from okrsheets.display import finding_line
from okrsheets.errors import N_, DataError, UsageError
from okrsheets.findings import Finding, Severity
from okrsheets.findings.catalogue import severity_of
from okrsheets.language import load_language
from okrsheets.shape import SheetOptions
from okrsheets.sheets import CompiledTemplate, TemplateSpec, compile_template
from okrsheets.sheets.compiled import compile_form
from okrsheets.submissions.limits import FILE_BYTES
from okrsheets.templates import Checked, check_template, form_of
from okrsheets.workspace import Workspace

_LANGUAGE = "{language}"
_OTHER_YEAR = "T207"


def spec_of(
    workspace: Workspace, language: str, options: SheetOptions | None = None
) -> TemplateSpec:
    """Give what a workspace's sheets in one language are made from."""
    settings = workspace.settings
    return TemplateSpec(
        language=load_language(language),
        organisation=settings.organisation,
        year=settings.year,
        options=options or workspace.sheet_options,
        policies=workspace.policies,
        fiscal_start=settings.fiscal_start,
        contact=settings.sheet.send_to,
        logo=read_logo(workspace),
        questions=settings.questions(),
    )


def build_template(
    workspace: Workspace, language: str, options: SheetOptions | None = None
) -> CompiledTemplate:
    """Compile a workspace's template in one language; `options` instead of the workspace's.

    The company's own template has one shape: a sheet of another one (a person with more key
    results than the settings say today) is stamped from the built-in form.

    Raises:
        DataError: the company's own template has faults; names them all.
        UsageError: the settings name a template that cannot be read.
    """
    spec = spec_of(workspace, language, options)
    name = workspace.settings.sheet.template.replace(_LANGUAGE, language)
    if not name or spec.options != workspace.sheet_options:
        return compile_template(spec)
    return _own_template(workspace, name, spec)


def outdated_templates(
    workspace: Workspace, languages: Iterable[str]
) -> tuple[tuple[str, Finding], ...]:
    """Give what is to be said, by file, of own templates that carry the dates of another year.

    Raises:
        UsageError: the settings name a template that cannot be read.
    """
    wanted = workspace.settings.sheet.template
    if not wanted:
        return ()
    names = {code: wanted.replace(_LANGUAGE, code) for code in languages}
    found = {
        name: finding
        for code, name in names.items()
        for finding in _checked(_content(workspace, name), spec_of(workspace, code)).findings
        if finding.code == _OTHER_YEAR
    }
    return tuple(found.items())


@lru_cache(maxsize=2)
def _checked(content: bytes, spec: TemplateSpec) -> Checked:
    """Check a template once, though both its looks and its dates are asked for."""
    return check_template(content, spec)


def _own_template(workspace: Workspace, name: str, spec: TemplateSpec) -> CompiledTemplate:
    checked = _checked(_content(workspace, name), spec)
    errors = [f for f in checked.findings if severity_of(f) is Severity.ERROR]
    if errors or checked.comparison is None:
        raise DataError(
            N_("no sheet was issued, since the template {file} has faults:"),
            *map(finding_line, errors),
            file=name,
        )
    return compile_form(form_of(checked.comparison, spec), spec)


def _content(workspace: Workspace, name: str) -> bytes:
    file = workspace.root / name
    try:
        with file.open("rb") as stream:
            return stream.read(FILE_BYTES + 1)
    except FileNotFoundError as error:
        raise UsageError(
            N_(
                "the settings name the template {file}, which is not beside okrsheets.toml. Put it"
                " there, or make one: okrsheets template export {file}; for the built-in form write"
                ' template = ""'
            ),
            file=name,
        ) from error
    except OSError as error:
        raise UsageError(
            N_("the settings name the template {file}, which cannot be read: {reason}"),
            file=name,
            reason=error.strerror or error,
        ) from error
