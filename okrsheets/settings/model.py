"""The settings' records: every key with its default, its limits and what it means.

A setting's `description` says what it means and `allowed` what may stand there; the file that
`okrsheets init` writes, docs/settings.md and the messages about wrong values are made from them.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field
from pydantic.fields import FieldInfo

from okrsheets.errors import N_
from okrsheets.model import Policies, ScoreSource
from okrsheets.model.questions import BandQuestions
from okrsheets.settings.colours import is_dark_colour
from okrsheets.settings.questions import QuestionSettings
from okrsheets.settings.rule_codes import are_rule_codes
from okrsheets.settings.section import Section
from okrsheets.settings.texts import NOT_ALLOWED, FileName, Text
from okrsheets.shape import OPTIONAL

_LONGEST = 100


def _is_whole(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int):
        raise NOT_ALLOWED
    return value


def _is_order(value: object) -> object:
    if not isinstance(value, list) or sorted(map(str, value)) != sorted(ScoreSource):
        raise NOT_ALLOWED
    return value


def _are_parts(value: object) -> object:
    if not isinstance(value, list) or not all(isinstance(v, str) and v in OPTIONAL for v in value):
        raise NOT_ALLOWED
    return tuple(sorted(set(value)))


def _are_edges(value: object) -> object:
    if not isinstance(value, list) or any(
        isinstance(v, bool) or not isinstance(v, int | Decimal) for v in value
    ):
        raise NOT_ALLOWED
    edges = [Decimal(v) for v in value]
    rising = all(low < high for low, high in zip([Decimal(0), *edges], edges, strict=False))
    if not rising or edges[-1:] > [Decimal(1)] or any(e != round(e, 2) for e in edges):
        raise NOT_ALLOWED
    return edges


Whole = Annotated[int, BeforeValidator(_is_whole)]


def _allowed(text: str) -> dict[str, Any]:
    return {"allowed": text}


class PolicySettings(Section):
    """`[policies]`: how scores are reckoned and read."""

    objective_method: Literal["weighted", "mean"] = Field(
        default="weighted",
        description=N_("How the key results' scores make the objective's score."),
        json_schema_extra=_allowed(N_("“weighted” (by their weights) or “mean” (plain mean)")),
    )
    score_order: Annotated[tuple[ScoreSource, ...], BeforeValidator(_is_order)] = Field(
        default=(ScoreSource.REVIEWER, ScoreSource.SELF, ScoreSource.COMPUTED),
        description=N_("Whose score of a key result counts: the first that is there."),
        json_schema_extra=_allowed(
            N_("“reviewer”, “self” and “computed”, each once, in any order")
        ),
    )
    missing_quarter: Literal["exclude", "zero", "block"] = Field(
        default="exclude",
        description=N_("What a cycle without a score does to the year's score."),
        json_schema_extra=_allowed(
            N_("“exclude” (left out), “zero” (counts as 0) or “block” (no year's score until then)")
        ),
    )
    unscored_kr: Literal["block", "exclude", "zero"] = Field(
        default="block",
        description=N_("What a key result without a score does when the cycle is closed."),
        json_schema_extra=_allowed(
            N_("“block” (cannot be closed), “exclude” (left out) or “zero” (counts as 0)")
        ),
    )
    reason_rule: Literal["require", "warn", "off"] = Field(
        default="warn",
        description=N_("What happens where a score needs a reason and none is given."),
        json_schema_extra=_allowed(
            N_("“require” (the sheet is not accepted), “warn” (a warning) or “off”")
        ),
    )
    score_use: Literal["none", "reference", "direct"] = Field(
        default="reference",
        description=N_("What the score is used for in appraisal; printed on every report."),
        json_schema_extra=_allowed(N_("“none”, “reference” or “direct”")),
    )
    band_edges: Annotated[tuple[Decimal, Decimal, Decimal], BeforeValidator(_are_edges)] = Field(
        default=(Decimal("0.01"), Decimal("0.70"), Decimal("1.00")),
        description=N_("The lowest scores of the bands below, on target and outstanding."),
        json_schema_extra=_allowed(
            N_("three rising numbers above 0 and up to 1, with at most two decimals")
        ),
    )


class SheetSettings(Section):
    """`[sheet]`: the shape of the score sheet."""

    objectives: Whole = Field(
        default=3,
        ge=1,
        le=5,
        description=N_("Objectives in each quarter or month."),
        json_schema_extra=_allowed(N_("a whole number from 1 to 5")),
    )
    key_results: Whole = Field(
        default=3,
        ge=1,
        le=5,
        description=N_("Key results under each objective."),
        json_schema_extra=_allowed(N_("a whole number from 1 to 5")),
    )
    cycles: Literal["quarters", "months"] = Field(
        default="quarters",
        description=N_("Whether four quarters or twelve months are planned and scored."),
        json_schema_extra=_allowed(N_("“quarters” or “months”")),
    )
    leave_out: Annotated[tuple[str, ...], BeforeValidator(_are_parts)] = Field(
        default=(),
        description=N_(
            "Columns that the sheet does without: self score, reviewer's score, confidence, "
            "evidence, the anchors 0.3 and 0.7."
        ),
        json_schema_extra=_allowed(
            N_("any of “self”, “reviewer”, “confidence”, “evidence” and “anchors”, or none: []")
        ),
    )
    objective_weights: bool = Field(
        default=True,
        strict=True,
        description=N_("Whether objectives have weights; without them all weigh the same."),
        json_schema_extra=_allowed(N_("true or false")),
    )
    check_ins: bool = Field(
        default=False,
        strict=True,
        description=N_("Whether the sheet has a tab for weekly check-ins and the four-square."),
        json_schema_extra=_allowed(N_("true or false")),
    )
    send_to: Text = Field(
        default="",
        max_length=_LONGEST,
        description=N_("Whom filled sheets are sent to, as the sheet says it."),
        json_schema_extra=_allowed(
            N_("a text of at most 100 characters; an empty one means the manager")
        ),
    )
    template: FileName = Field(
        default="",
        max_length=_LONGEST,
        description=N_(
            "The company's own template, a file in this folder; {language} in its name stands "
            "for en or zh."
        ),
        json_schema_extra=_allowed(
            N_("the name of an .xlsx file in this folder, or an empty text for the built-in one")
        ),
    )


class WordingSettings(Section):
    """`[wording]`: which rules about texts are off."""

    off: Annotated[tuple[str, ...], BeforeValidator(are_rule_codes)] = Field(
        default=(),
        description=N_("Rules about the wording of texts that are switched off."),
        json_schema_extra=_allowed(N_("any of the codes W101–W106 and W201–W210, or none: []")),
    )


class ReportSettings(Section):
    """`[report]`: what is printed on every page."""

    handling: Text = Field(
        default="",
        max_length=_LONGEST,
        description=N_("How the report is to be handled, for example “internal”."),
        json_schema_extra=_allowed(N_("a text of at most 100 characters, or an empty one")),
    )
    prepared_by: Text = Field(
        default="",
        max_length=_LONGEST,
        description=N_("Who prepared the report: a person or a department."),
        json_schema_extra=_allowed(N_("a text of at most 100 characters, or an empty one")),
    )
    paper: Literal["A4", "Letter"] = Field(
        default="A4",
        description=N_("The size of the paper."),
        json_schema_extra=_allowed(N_("“A4” or “Letter”")),
    )
    accent: Annotated[str, BeforeValidator(is_dark_colour)] = Field(
        default="#123B59",
        description=N_("The dark colour of bars, outstanding scores and objectives' numbers."),
        json_schema_extra=_allowed(
            N_("a dark colour such as “#123B59”: white letters must be easy to read on it")
        ),
    )


class Settings(Section):
    """Everything `okrsheets.toml` says."""

    organisation: Text = Field(
        min_length=1,
        max_length=_LONGEST,
        description=N_("The organisation's name, as it stands on sheets and reports."),
        json_schema_extra=_allowed(N_("a text of 1 to 100 characters")),
    )
    year: Whole = Field(
        ge=2000,
        le=2199,
        description=N_("The year of the score sheets: the calendar year in which it begins."),
        json_schema_extra=_allowed(N_("a whole number from 2000 to 2199")),
    )
    fiscal_start: Whole = Field(
        default=1,
        ge=1,
        le=12,
        description=N_("The month in which the year begins."),
        json_schema_extra=_allowed(N_("a whole number from 1 to 12")),
    )
    language: Literal["en", "zh"] = Field(
        default="en",
        description=N_("The language of sheets and reports, where the roster names no other."),
        json_schema_extra=_allowed(N_("“en” or “zh”")),
    )
    logo: FileName = Field(
        default="",
        max_length=_LONGEST,
        description=N_("The organisation's logo, a PNG or JPEG picture in this folder."),
        json_schema_extra=_allowed(N_("the name of a file in this folder, or an empty text")),
    )
    policies_: PolicySettings = Field(default_factory=PolicySettings, alias="policies")
    questions_: QuestionSettings = Field(default_factory=QuestionSettings, alias="questions")
    sheet: SheetSettings = Field(default_factory=SheetSettings)
    wording: WordingSettings = Field(default_factory=WordingSettings)
    report: ReportSettings = Field(default_factory=ReportSettings)

    def policies(self) -> Policies:
        """Give the policies as the record that scoring takes."""
        return Policies(**dict(self.policies_))

    def questions(self) -> BandQuestions:
        """Give the company's own review questions."""
        return BandQuestions(**dict(self.questions_))


def each_setting() -> Iterator[tuple[str, str, FieldInfo]]:
    """Yield (section, key, pydantic field) in the file's order; the section is "" at the top."""
    for section, model in sections():
        for name, field in model.model_fields.items():
            if not _section_of(field.annotation):
                yield section, name, field


def sections() -> Iterator[tuple[str, type[BaseModel]]]:
    """Yield each table of the file with its model; the name is "" at the top."""
    yield "", Settings
    for name, field in Settings.model_fields.items():
        if model := _section_of(field.annotation):
            yield field.alias or name, model


def _section_of(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation
    return None


def allowed_of(field: FieldInfo) -> str:
    """Give the English sentence that says what may stand in a setting."""
    extra = field.json_schema_extra
    return str(extra["allowed"]) if isinstance(extra, dict) else ""
