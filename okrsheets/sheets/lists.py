"""The very hidden lists tab: the words of the drop-downs, the bands with their questions.

Each list stands in its own column from row 2 down, under its name.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from okrsheets.display import ended
from okrsheets.errors import N_
from okrsheets.language import LANGUAGES, load_language
from okrsheets.layout import LISTS_SHEET, choice_words, column_letter, offered_words
from okrsheets.model import Band, Policies
from okrsheets.sheets.formulas import Formula
from okrsheets.sheets.spec import TemplateSpec

FIRST_ROW = 2
MARKS: Mapping[Band, str] = {
    Band.NO_PROGRESS: "○",
    Band.BELOW: "△",
    Band.ON_TARGET: "●",
    Band.OUTSTANDING: "★",
}
QUESTIONS: Mapping[Band, str] = {
    Band.NO_PROGRESS: N_(
        "What was the cause: force majeure, own reasons, missing collaboration? Explain it. "
        "Keep the objective or adjust it?"
    ),
    Band.BELOW: N_(
        "Is the key result wrong? Is the method wrong, and what will improve it? Was help or "
        "resource too thin, and where is a breakthrough in collaboration needed? What will I "
        "change?"
    ),
    Band.ON_TARGET: N_("Well done. What broke through? What further opportunity is there?"),
    Band.OUTSTANDING: N_(
        "Well done. Was the target too low? Which lessons are there? Can the practice be copied "
        "to later work?"
    ),
}
CHOICES: Mapping[str, int] = {"type": 8, "status": 4, "yesno": 2}
STATES = (
    N_("Empty"),
    N_("Planned"),
    N_("Partial"),
    N_("Scored"),
    N_("Void or excused"),
    N_("Not employed"),
)
EMPTY, PLANNED, PARTIAL, SCORED, VOID, AWAY = range(1, len(STATES) + 1)
"""The states' numbers; from VOID on a cycle counts as excused."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One list: its name, its column's letter, its values and its policy-free range.

    Where the sheet computes the list, `formulas` gives it and `values` is what it is when empty.
    """

    name: str
    letter: str
    values: tuple[str | float, ...]
    formulas: tuple[Formula, ...] = ()

    def number_of(self, cell: str) -> str:
        """Give the formula for the number, from 1, of the choice that a cell names; else 0."""
        count = CHOICES[self.name]
        return f"IFERROR(MOD(MATCH(TRIM({cell}),{self.range},0)-1,{count})+1,0)"

    def item(self, number: int) -> str:
        """Give the cell of the list's value `number`, from 1."""
        return f"{LISTS_SHEET}!${self.letter}${FIRST_ROW + number - 1}"

    @property
    def range(self) -> str:
        """Give the list's range as a formula writes it."""
        return self.part(len(self.values))

    def part(self, count: int) -> str:
        """Give the range of the list's first `count` values."""
        last = FIRST_ROW + count - 1
        return f"{LISTS_SHEET}!${self.letter}${FIRST_ROW}:${self.letter}${last}"


@dataclass(frozen=True, slots=True)
class Lists:
    """All lists of a template, by name."""

    columns: Mapping[str, ListColumn]

    def offered(self, name: str) -> str:
        """Give the range of the words that the drop-down `name` offers."""
        own = f"{name}_offered"
        return self[own].range if own in self.columns else self[name].part(CHOICES[name])

    def __getitem__(self, name: str) -> ListColumn:
        """Give the list `name`."""
        return self.columns[name]


def band_words(spec: TemplateSpec) -> tuple[str, ...]:
    """Give the bands' mark and word, from lowest to highest."""
    words = choice_words(spec.language)["band"]
    return tuple(f"{MARKS[band]} {words[band]}" for band in Band)


def band_question(spec: TemplateSpec, band: Band) -> str:
    """Give what the review of a band asks: the company's own questions, else the built-in ones."""
    own = [ended(text, spec.language) for text in spec.questions.of(band)]
    joint = "" if spec.language.code == "zh" else " "
    return joint.join(own) or spec.language.text(QUESTIONS[band])


def policy_rows(policies: Policies) -> tuple[tuple[str, str], ...]:
    """Give the policies on which the sheet's formulas rest, as name and value."""
    return (
        ("score_order", " ".join(policies.score_order)),
        ("objective_method", policies.objective_method),
        ("missing_quarter", policies.missing_quarter),
        ("band_edges", " ".join(map(str, policies.band_edges))),
    )


def _spellings(spec: TemplateSpec, name: str) -> tuple[str, ...]:
    """Give a list's words in the sheet's language, then in the others, then the codes.

    The drop-down shows only the first ones; whoever pastes a word of another sheet is understood
    as well, in the formulas as in the intake.
    """
    others = (code for code in LANGUAGES if code != spec.language.code)
    known = [choice_words(load_language(c))[name] for c in (spec.language.code, *others)]
    return (*(word for words in known for word in words.values()), *known[0])


def build_lists(spec: TemplateSpec) -> Lists:
    """Give the lists of a template in its language."""
    policies = policy_rows(spec.policies)
    values: dict[str, tuple[str | float, ...]] = {
        **{name: _spellings(spec, name) for name in CHOICES},
        "band_edge": (0.0, *map(float, spec.policies.band_edges)),
        "band": band_words(spec),
        "question": tuple(band_question(spec, band) for band in Band),
        "state": tuple(map(spec.language.text, STATES)),
        "policy": tuple(name for name, _ in policies),
        "policy_value": tuple(value for _, value in policies),
    }
    if spec.options.types_left_out():
        offered = offered_words(spec.options, spec.language)["type"]
        values["type_offered"] = tuple(offered.values())
    return Lists(
        {
            name: ListColumn(name, column_letter(index), column)
            for index, (name, column) in enumerate(values.items(), 1)
        }
    )
