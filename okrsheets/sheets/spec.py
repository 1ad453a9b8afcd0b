"""What a score sheet is made from: the template's specification and one person's stamp."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from okrsheets.deadlines import DAYS_TO_SCORE
from okrsheets.language import Language
from okrsheets.model import Person, Policies, SheetIdentity
from okrsheets.model.questions import BandQuestions
from okrsheets.shape import SheetOptions


@dataclass(frozen=True, slots=True)
class Percent:
    """A number that its cell shows as a percentage: 0.962 as 96.20%."""

    share: Decimal


Content = str | Decimal | bool | date | Percent
"""What a prefilled cell may hold."""


@dataclass(frozen=True, slots=True)
class TemplateSpec:
    """What all sheets of one issue in one language have in common.

    `contact` says whom to send the filled sheet to; blank: the manager. `days_to_score` is how
    many days after a cycle its scores are due (docs/method.md, "Calendar"). `logo` is a picture
    as `prepare_logo` gives it. `questions` are the company's own.
    """

    language: Language
    organisation: str
    year: int
    options: SheetOptions = field(default_factory=SheetOptions)
    policies: Policies = field(default_factory=Policies)
    fiscal_start: int = 1
    contact: str = ""
    days_to_score: int = DAYS_TO_SCORE
    logo: bytes | None = None
    questions: BandQuestions = field(default_factory=BandQuestions)


@dataclass(frozen=True, slots=True)
class Stamp:
    """Everything of one person that stands in their sheet, and nothing of anybody else.

    `content` is what is filled in already, by field key. `supports` holds, by cycle tab, the texts
    that the drop-down "supports" offers. `away` names the cycle tabs in which the person is not
    employed.
    """

    identity: SheetIdentity
    person: Person
    manager_name: str = ""
    content: Mapping[str, Content] = field(default_factory=dict)
    supports: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    away: frozenset[str] = frozenset()
