"""What the progress report says of people's objectives. Frozen records only."""

from dataclasses import dataclass

from okrsheets.reports.records import Drawing, Head


@dataclass(frozen=True, slots=True)
class ProgressLine:
    """An objective or a key result in one line.

    `kind` is `goal`, `result` or `gone` (void); `why` says why it stands out, if it does.
    """

    kind: str
    number: str
    text: str
    bar: Drawing | None
    progress: str
    owner: str
    computed: str
    updated: str
    score: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class ProgressPerson:
    """A person's, department's or company's sheet in one cycle. `below` names a new department.

    `anchor` is where its bookmark leads.
    """

    anchor: str
    name: str
    note: str
    below: str
    lines: tuple[ProgressLine, ...]


@dataclass(frozen=True, slots=True)
class ProgressSection:
    """A department, or some sheets of a large one; `first` says that it begins here.

    `without` are those without objectives.
    """

    title: str
    anchor: str
    first: bool
    people: tuple[ProgressPerson, ...]
    without: str


@dataclass(frozen=True, slots=True)
class ProgressPart:
    """Departments that are set together."""

    head: Head
    sections: tuple[ProgressSection, ...]
