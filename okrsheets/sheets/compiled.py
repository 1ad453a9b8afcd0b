"""A template compiled once, from which each person's sheet is stamped in a blink."""

import hashlib
from dataclasses import dataclass

from okrsheets.identity import policies_fingerprint, write_identity
from okrsheets.sheets.drawing import slot
from okrsheets.sheets.drawn import draw_form
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.package import Package, pack
from okrsheets.sheets.parts import SHARED, WORKBOOK, Form, finish_form
from okrsheets.sheets.spec import Stamp, TemplateSpec

_MARK = slot("identity")
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
    tails: tuple[tuple[str, str], ...]

    def stamp(self, stamp: Stamp) -> bytes:
        """Give one person's score sheet as the bytes of an .xlsx file."""
        line = to_xml(write_identity(stamp.identity))
        constant = line if len(line) <= _LONGEST_CONSTANT else ""
        ends = [(self.strings % self._texts(stamp, line)).encode()]
        for name, tail in self.tails:
            ends.append(tail.replace(_MARK, constant if name == WORKBOOK else line).encode())
        return self.package.join(ends)

    def _texts(self, stamp: Stamp, line: str) -> dict[str, str]:
        texts = {f"away_{c}": "" for c in self.spec.options.cycles}
        texts.update((f"away_{cycle}", "away") for cycle in stamp.away)
        texts.update(_texts(stamp, line))
        return texts


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
    drawn = draw_form(spec, policies_fingerprint(spec.policies))
    return compile_form(finish_form(drawn, spec), spec)


def compile_form(form: Form, spec: TemplateSpec) -> CompiledTemplate:
    """Make a form ready for stamping, be it drawn here or a company's own."""
    cut = {name: _cut_at_identity(form.parts[name]) for name in _marked(form)}
    beginnings = {SHARED: form.parts[SHARED], **{name: head for name, (head, _) in cut.items()}}
    constants = {n: form.parts[n] for n in _ordered(form) if n not in beginnings}
    return CompiledTemplate(
        spec=spec,
        fingerprint=_fingerprint(form),
        policies_fingerprint=policies_fingerprint(spec.policies),
        package=pack(constants, beginnings),
        strings="".join(form.slots) + "</sst>",
        tails=tuple((name, tail) for name, (_, tail) in cut.items()),
    )


def _marked(form: Form) -> list[str]:
    """Name the parts that carry the identity, the workbook's before the properties."""
    marked = [n for n in form.parts if n != SHARED and _MARK.encode() in form.parts[n]]
    return sorted(marked, reverse=True)


def _ordered(form: Form) -> list[str]:
    rest = sorted(name for name in form.parts if name not in _FIRST_PARTS)
    return [*_FIRST_PARTS, *rest]


def _cut_at_identity(content: bytes) -> tuple[bytes, str]:
    at = content.index(_MARK.encode())
    return content[:at], content[at:].decode()


def _fingerprint(form: Form) -> str:
    digest = hashlib.sha256("".join(form.slots).encode())
    for name in sorted(form.parts):
        digest.update(name.encode() + b"\0" + form.parts[name] + b"\0")
    return digest.hexdigest()[:_FINGERPRINT_LENGTH]
