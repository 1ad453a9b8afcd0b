"""The template workbook: the form with its placeholders to be seen, ready to be restyled.

The same file, still protected, is what a company's own template is held against.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from okrsheets.identity import policies_fingerprint, template_line
from okrsheets.sheets.drawing import slot
from okrsheets.sheets.drawn import draw_form
from okrsheets.sheets.package import pack
from okrsheets.sheets.parts import SHARED, Form, finish_form
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.templates.placeholders import PERSON, TEMPLATE

_PROTECTION = re.compile(rb"<sheetProtection\b[^>]*/>")
_FIRST = ("[Content_Types].xml", "_rels/.rels")


class _Marks(dict[str, str]):
    """What stands in a template where a stamp writes."""

    def __missing__(self, name: str) -> str:
        return f"{{={name}}}"


def _marks(spec: TemplateSpec) -> Mapping[str, str]:
    marks = _Marks({name: f"{{{name}}}" for name in PERSON})
    marks["sheet"] = TEMPLATE
    marks["identity"] = identity_mark(spec)
    return marks


def identity_mark(spec: TemplateSpec) -> str:
    """Give the line that stands in a template where a sheet carries its identity."""
    policies = policies_fingerprint(spec.policies)
    return template_line(spec.year, spec.language.code, policies, spec.options.code())


def drawn_form(spec: TemplateSpec) -> Form:
    """Draw the form of a specification with the company's placeholders in it."""
    open_spec = replace(spec, organisation="{organisation}", contact="{send_to}")
    return finish_form(draw_form(open_spec, policies_fingerprint(spec.policies)), open_spec)


def marked_file(form: Form, spec: TemplateSpec) -> bytes:
    """Give a drawn form as a workbook with its placeholders, its sheets protected."""
    return _packed(_parts(form, spec))


def export_template(spec: TemplateSpec) -> bytes:
    """Give the template workbook as the bytes of an .xlsx file; the same for the same settings.

    Its tabs are not protected, so that they can be restyled; issued sheets are.
    """
    parts = _parts(drawn_form(spec), spec)
    return _packed({name: _PROTECTION.sub(b"", content) for name, content in parts.items()})


def _parts(form: Form, spec: TemplateSpec) -> dict[str, bytes]:
    marks = _marks(spec)
    mark = slot("identity").encode()
    line = marks["identity"].encode()
    parts = {name: content.replace(mark, line) for name, content in form.parts.items()}
    ends = "".join(text % marks for text in form.slots)
    parts[SHARED] = form.parts[SHARED] + ends.encode() + b"</sst>"
    return parts


def _packed(parts: Mapping[str, bytes]) -> bytes:
    rest = sorted(name for name in parts if name not in _FIRST)
    return pack({name: parts[name] for name in (*_FIRST, *rest)}, {}).join(())
