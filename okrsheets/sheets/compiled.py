"""A template compiled once, from which each person's sheet is stamped in a blink."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

from okrsheets.identity import policies_fingerprint, write_identity
from okrsheets.sheets.drawn import draw_form
from okrsheets.sheets.escaping import to_xml
from okrsheets.sheets.parts import Form, finish_form
from okrsheets.sheets.press import Press
from okrsheets.sheets.spec import Stamp, TemplateSpec
from okrsheets.sheets.supporting import offering

_FINGERPRINT_LENGTH = 12


@dataclass(frozen=True)
class CompiledTemplate:
    """A template ready for stamping.

    `fingerprint` names the form, `policies_fingerprint` the policies on which its formulas rest;
    both belong into the identity of every sheet stamped from it.
    """

    spec: TemplateSpec
    fingerprint: str
    policies_fingerprint: str
    press: Press

    def stamp(self, stamp: Stamp) -> bytes:
        """Give one person's score sheet as the bytes of an .xlsx file."""
        texts = dict.fromkeys(self._away, "")
        texts.update((f"away_{cycle}", "away") for cycle in stamp.away)
        texts.update(_texts(stamp))
        press = self._offering if stamp.supports else self.press
        return press.stamp(stamp, texts)

    @cached_property
    def _away(self) -> tuple[str, ...]:
        return tuple(f"away_{cycle}" for cycle in self.spec.options.cycles)

    @cached_property
    def _offering(self) -> Press:
        """The same form with the drop-down "supports", made when it is first asked for."""
        return Press(*offering(self.press.form, self.spec.language))


def _texts(stamp: Stamp) -> dict[str, str]:
    person = stamp.person
    return {
        "identity": to_xml(write_identity(stamp.identity)),
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
    return CompiledTemplate(
        spec=spec,
        fingerprint=_fingerprint(form),
        policies_fingerprint=policies_fingerprint(spec.policies),
        press=Press(form),
    )


def _fingerprint(form: Form) -> str:
    digest = hashlib.sha256("".join(form.slots).encode())
    for name in sorted(form.parts):
        digest.update(name.encode() + b"\0" + form.parts[name] + b"\0")
    return digest.hexdigest()[:_FINGERPRINT_LENGTH]
