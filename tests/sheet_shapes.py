"""The shapes of score sheets that compatibility is tried on: every setting, alone and together."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from sheet_kit import ANN, KEY, template

from okrsheets.identity import sheet_id, token_of
from okrsheets.model import SheetIdentity
from okrsheets.shape import MONTHS, OPTIONAL, SheetOptions
from okrsheets.sheets import CompiledTemplate, Stamp

ALL_LEFT_OUT = tuple(sorted(OPTIONAL))
SHAPES: Mapping[str, SheetOptions] = {
    "usual": SheetOptions(),
    "smallest": SheetOptions(objectives=1, key_results=1),
    "largest": SheetOptions(objectives=5, key_results=5),
    "uneven": SheetOptions(objectives=2, key_results=4),
    "months": SheetOptions(cycles=MONTHS),
    **{f"without {part}": SheetOptions(left_out=(part,)) for part in OPTIONAL},
    "without any": SheetOptions(left_out=ALL_LEFT_OUT),
    "equal objectives": SheetOptions(objective_weights=False),
    "check-ins": SheetOptions(check_ins=True),
    "everything": SheetOptions(5, 5, MONTHS, (), check_ins=True),
    "least": SheetOptions(1, 1, MONTHS, ALL_LEFT_OUT, objective_weights=False),
}
LANGUAGES = ("en", "zh")


def stamp_for(form: CompiledTemplate) -> Stamp:
    """Give Ann's stamp, whose identity names the form's shape."""
    plain = SheetIdentity(
        sheet=sheet_id(KEY, ANN.id, 2026),
        person=ANN.id,
        year=2026,
        layout=1,
        language=form.spec.language.code,
        template=form.fingerprint,
        policies=form.policies_fingerprint,
        token="",
        shape=form.spec.options.code(),
    )
    return Stamp(replace(plain, token=token_of(KEY, plain)), ANN, "Wei Chen")


@cache
def shaped_sheet(shape: str, language: str = "en") -> bytes:
    """Give Ann's blank sheet of one of the `SHAPES`."""
    form = template(language, None, SHAPES[shape])
    return form.stamp(stamp_for(form))
