"""A template compiled once, from which each person's sheet is stamped in a blink."""

import hashlib
from dataclasses import dataclass

from okrsheets.identity import policies_fingerprint, write_identity
from okrsheets.layout import layout_version
from okrsheets.sheets.drawing import slot
from okrsheets.sheets.drawn import draw_form
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.package import Package, pack
from okrsheets.sheets.parts import SHARED, Form, finish_form
from okrsheets.sheets.spec import Stamp, TemplateSpec

WORKBOOK = "xl/workbook.xml"
CUSTOM = "docProps/custom.xml"
_LONGEST_CONSTANT = 255
_FINGERPRINT_LENGTH = 12
_FIRST_PARTS = ("[Content_Types].xml", "_rels/.rels")


@dataclass(frozen=True, slots=True)
class CompiledTemplate:
    """A template ready for stamping.

    `fingerprint` names the form, `policies_fingerprint` the policies on which its formulas rest;
    both belong into the identity of every sheet stamped from it.
    """

    spec: TemplateSpec
    fingerprint: str
    policies_fingerprint: str
    package: Package
    strings: str
    tails: tuple[bytes, bytes]

    def stamp(self, stamp: Stamp) -> bytes:
        """Give one person's score sheet as the bytes of an .xlsx file."""
        line = to_xml(write_identity(stamp.identity))
        strings = self.strings % _texts(stamp, line)
        constant = line if len(line) <= _LONGEST_CONSTANT else ""
        return self.package.join(
            (
                strings.encode(),
                constant.encode() + self.tails[0],
                line.encode() + self.tails[1],
            )
        )


def _strings(slots: tuple[str, ...]) -> str:
    """Give the end of the shared strings with a `%(name)s` for each of a stamp's texts."""
    texts = (
        f"okrsheets|{layout_version()}|{name.removeprefix('tab:')}|%(sheet)s"
        if name.startswith("tab:")
        else f"%({name})s"
        for name in slots
    )
    return "".join(f'<si><t xml:space="preserve">{text}</t></si>' for text in texts) + "</sst>"


def _texts(stamp: Stamp, line: str) -> dict[str, str]:
    person = stamp.person
    return {
        "identity": line,
        "sheet": to_xml(stamp.identity.sheet),
        "name": to_xml(person.name),
        "id": to_xml(person.id),
        "department": to_xml(" / ".join(person.department)),
        "title": to_xml(person.title),
        "manager": to_xml(stamp.manager_name),
    }


def compile_template(spec: TemplateSpec) -> CompiledTemplate:
    """Draw the form of a specification and make it ready for stamping (about a second)."""
    policies = policies_fingerprint(spec.policies)
    form = finish_form(draw_form(spec, policies), spec.year)
    cut = {name: _cut_at_identity(form.parts[name]) for name in (WORKBOOK, CUSTOM)}
    beginnings = {SHARED: form.parts[SHARED], **{name: head for name, (head, _) in cut.items()}}
    constants = {n: form.parts[n] for n in _ordered(form) if n not in beginnings}
    return CompiledTemplate(
        spec=spec,
        fingerprint=_fingerprint(form),
        policies_fingerprint=policies,
        package=pack(constants, beginnings),
        strings=_strings(form.slots),
        tails=(cut[WORKBOOK][1], cut[CUSTOM][1]),
    )


def _ordered(form: Form) -> list[str]:
    rest = sorted(name for name in form.parts if name not in _FIRST_PARTS)
    return [*_FIRST_PARTS, *rest]


def _cut_at_identity(content: bytes) -> tuple[bytes, bytes]:
    head, _, tail = content.partition(slot("identity").encode())
    return head, tail


def _fingerprint(form: Form) -> str:
    digest = hashlib.sha256()
    for name in sorted(form.parts):
        digest.update(name.encode() + b"\0" + form.parts[name] + b"\0")
    return digest.hexdigest()[:_FINGERPRINT_LENGTH]
