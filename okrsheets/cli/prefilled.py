"""`okrsheets sheets`: what sheets hold already (`--filled`, `--example`), and what is said."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import wraps
from typing import Any

import click

from okrsheets.cli.cycles import named_cycle
from okrsheets.cli.words import ui
from okrsheets.errors import N_, UsageError
from okrsheets.issuing.examples import (
    ExampleContent,
    Role,
    cut_of,
    find_role,
    near_roles,
)
from okrsheets.issuing.issue import IssuedSheet, IssueState
from okrsheets.issuing.prefill import NoPrefill, Prefill
from okrsheets.issuing.stored import read_content
from okrsheets.model import Person
from okrsheets.periods import cycle_dates, cycles_of_year
from okrsheets.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the options ask for: the stored content, or a role's example in a cycle."""

    filled: bool = False
    example: str | None = None
    cycle: str | None = None


def prefill_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give `--filled`, `--example` and `--cycle` as one parameter, `prefill`."""
    speech = ui()

    @click.option(
        "--filled",
        is_flag=True,
        help=speech.text("With all that the person has sent in so far."),
    )
    @click.option(
        "--example",
        metavar="ROLE",
        help=speech.text("With a role's example plan; “okrsheets template roles” lists them."),
    )
    @click.option(
        "--cycle",
        metavar="CYCLE",
        help=speech.text("The example's cycle; without it, the person's first of the year."),
    )
    @wraps(command)
    def gathered(
        *args: Any,  # noqa: ANN401 - click's parameters, handed on
        filled: bool,
        example: str | None,
        cycle: str | None,
        **others: Any,  # noqa: ANN401 - as above
    ) -> Any:  # noqa: ANN401 - as above
        return command(*args, prefill=Wanted(filled, example, cycle), **others)

    return gathered


def prefill_for(workspace: Workspace, people: Sequence[Person], wanted: Wanted) -> Prefill:
    """Give what the sheets hold already.

    Raises:
        UsageError: the options do not go together, or there is no such role or cycle.
    """
    if wanted.filled and wanted.example is not None:
        raise UsageError(N_("“--filled” and “--example” do not go together: name one of them"))
    if wanted.cycle is not None and wanted.example is None:
        raise UsageError(N_("“--cycle” says where an example goes: name it with “--example”"))
    if wanted.filled:
        return read_content(workspace, people)
    if wanted.example is not None:
        return ExampleContent(_role(wanted.example), _cycles(workspace, wanted.cycle))
    return NoPrefill()


def _role(name: str) -> Role:
    role = find_role(name)
    if role is None:
        near = near_roles(name, ui().code)
        if near:
            raise UsageError(
                N_("there is no example for the role {name}. Did you mean {near}?"),
                name=name,
                near=near,
            )
        raise UsageError(
            N_("there is no example for the role {name}: “okrsheets template roles” lists them"),
            name=name,
        )
    return role


def _cycles(workspace: Workspace, text: str | None) -> Mapping[str, tuple[date, date]]:
    """Give the cycles that an example may go into: the named one, or all of the year."""
    known = cycles_of_year(workspace.settings.year, workspace.sheet_options.cycles)
    cycle = named_cycle(workspace, text)
    if cycle is not None and cycle not in known:
        raise UsageError(
            N_("an example is a plan for one of {known}, not for the year {cycle}"),
            cycle=str(cycle),
            known=tuple(map(str, known)),
        )
    start = workspace.settings.fiscal_start
    return {each.tab: cycle_dates(each, start) for each in known if cycle in (None, each)}


def lines_about(
    workspace: Workspace, prefill: Prefill, issued: Sequence[IssuedSheet]
) -> tuple[str, ...]:
    """Give what people are told of the sheets' content, a line each."""
    if isinstance(prefill, ExampleContent):
        return _about_example(workspace, prefill, issued)
    return () if isinstance(prefill, NoPrefill) else _about_stored(issued)


def _about_stored(issued: Sequence[IssuedSheet]) -> tuple[str, ...]:
    speech = ui()
    there = [sheet for sheet in issued if sheet.state is not IssueState.KEPT]
    filled = sum(sheet.filled > 0 for sheet in there)
    blank = len(there) - filled
    lines: list[str] = []
    if filled:
        lines.append(
            speech.count(
                "{number} sheet with what was sent in so far",
                "{number} sheets with what was sent in so far",
                filled,
            )
        )
    if blank:
        lines.append(
            speech.count(
                "{number} blank sheet: nothing of this person is stored",
                "{number} blank sheets: nothing of these people is stored",
                blank,
            )
        )
    return tuple(lines)


def _about_example(
    workspace: Workspace, example: ExampleContent, issued: Sequence[IssuedSheet]
) -> tuple[str, ...]:
    there = [sheet.person for sheet in issued if sheet.state is not IssueState.KEPT]
    tabs = sorted({example.tab_of(person) for person in there})
    if not tabs:
        return ()
    speech = ui()
    cycle = speech.listed(f"{workspace.settings.year}{tab}" for tab in tabs)
    title = example.role.titles[speech.code]
    lines = [speech.text("Example plan in {cycle}: {role}", cycle=cycle, role=title)]
    gone = cut_of(example.role, workspace.sheet_options)
    if gone.key_results:
        lines.append(
            speech.text(
                "Left out, since the form holds less: objectives {objectives}, key results"
                " {key_results}. Where some are left out, the others weigh the same.",
                objectives=gone.objectives,
                key_results=gone.key_results,
            )
        )
    return tuple(lines)
