"""The two very hidden tabs: the identity, and the lists that formulas and drop-downs use."""

from okrsheets.layout import layout_version
from okrsheets.sheets.drawing import Canvas, slot
from okrsheets.sheets.lists import FIRST_ROW, Lists, policy_rows
from okrsheets.sheets.spec import TemplateSpec
from okrsheets.sheets.styles import PLAIN


def draw_identity_tab(canvas: Canvas, spec: TemplateSpec, policies: str) -> None:
    """Write the identity line's place, then what the template was made with.

    Args:
        canvas: the tab.
        spec: the template's specification.
        policies: the fingerprint of the policies on which the formulas rest.
    """
    canvas.put("A1", slot("identity"), PLAIN)
    facts = (
        ("layout", str(layout_version())),
        ("language", spec.language.code),
        ("organisation", spec.organisation),
        ("year", str(spec.year)),
        ("policies", policies),
        *policy_rows(spec.policies),
    )
    for row, (name, value) in enumerate(facts, 3):
        canvas.put(f"A{row}", name, PLAIN)
        canvas.put(f"B{row}", value, PLAIN)


def draw_lists_tab(canvas: Canvas, lists: Lists) -> None:
    """Write every list into its column, under its name."""
    for column in lists.columns.values():
        canvas.put(f"{column.letter}1", column.name, PLAIN)
        for row, formula in enumerate(column.formulas, FIRST_ROW):
            canvas.compute(f"{column.letter}{row}", formula, PLAIN)
        for row, value in enumerate(() if column.formulas else column.values, FIRST_ROW):
            canvas.put(f"{column.letter}{row}", value, PLAIN)
