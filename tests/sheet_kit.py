"""What the tests of the score sheet share: a template, a stamp, a sheet opened again."""

import io
from functools import cache

import openpyxl
from openpyxl import Workbook

from okrsheets.identity import sheet_id, token_of
from okrsheets.language import load_language
from okrsheets.model import Person, Policies, SheetIdentity
from okrsheets.shape import SheetOptions
from okrsheets.sheets import CompiledTemplate, Stamp, TemplateSpec, compile_template

KEY = b"k" * 32
ANN = Person("E1001", "Ann Lee", ("Product", "Payments"), "Product manager", "E9")
BO = Person("E1002", "Bo Zhang", ("Sales",), "Telesales agent", "E8")


@cache
def template(
    language: str = "en",
    policies: Policies | None = None,
    options: SheetOptions | None = None,
    organisation: str = "Northlight",
) -> CompiledTemplate:
    """Give a compiled template of the year 2026."""
    return compile_template(
        TemplateSpec(
            language=load_language(language),
            organisation=organisation,
            year=2026,
            policies=policies or Policies(),
            options=options or SheetOptions(),
        )
    )


def stamp_of(person: Person, form: CompiledTemplate, manager: str = "") -> Stamp:
    """Give a person's stamp, signed with the tests' key."""
    plain = SheetIdentity(
        sheet=sheet_id(KEY, person.id, 2026),
        person=person.id,
        year=2026,
        layout=1,
        language=form.spec.language.code,
        template=form.fingerprint,
        policies=form.policies_fingerprint,
        token="",
    )
    signed = SheetIdentity(
        plain.sheet,
        plain.person,
        plain.year,
        plain.layout,
        plain.language,
        plain.template,
        plain.policies,
        token_of(KEY, plain),
    )
    return Stamp(signed, person, manager)


def sheet_of(person: Person = ANN, language: str = "en", manager: str = "Wei Chen") -> bytes:
    """Give a person's blank sheet."""
    form = template(language)
    return form.stamp(stamp_of(person, form, manager))


def opened(data: bytes, *, values: bool = False) -> Workbook:
    """Open a sheet with openpyxl: its formulas, or the values stored beside them."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values)
