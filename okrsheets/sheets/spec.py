"""What a score sheet is made from: the template's specification and one person's stamp."""

from dataclasses import dataclass, field

from okrsheets.language import Language
from okrsheets.model import Person, Policies, SheetIdentity
from okrsheets.shape import SheetOptions


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """What all sheets of one issue in one language have in common.

    `contact` says whom to send the filled sheet to; blank: the manager. `days_to_score` is how
    many days after a cycle its scores are due (docs/method.md, "Calendar").
    """

    language: Language
    organisation: str
    year: int
    options: SheetOptions = field(default_factory=SheetOptions)
    policies: Policies = field(default_factory=Policies)
    fiscal_start: int = 1
    contact: str = ""
    days_to_score: int = 14


@dataclass(frozen=True, slots=True)
class Stamp:
    """Everything of one person that stands in their sheet, and nothing of anybody else."""

    identity: SheetIdentity
    person: Person
    manager_name: str = ""
