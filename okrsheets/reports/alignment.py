"""The alignment report: what supports what, and what is not aligned.

Everything is taken from `okrsheets.analysis.alignment`; nothing is reckoned anew here.
Source: docs/alignment.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from okrsheets.analysis.alignment import Alignment, Coverage
from okrsheets.analysis.alignment_needs import Answer, Need
from okrsheets.analysis.alignment_supports import Goal, GoalKey, Support
from okrsheets.analysis.alignment_tree import Branch, branches
from okrsheets.errors import N_
from okrsheets.reports.alignment_records import (
    AlignmentList,
    AlignmentReport,
    CoverageRow,
    ListRow,
    TreeRow,
)
from okrsheets.reports.alignment_words import (
    claim_words,
    goal_code,
    need_words,
    note_of,
    result_code,
)
from okrsheets.reports.people import handling_of
from okrsheets.reports.records import Fact, Head, ReportContext
from okrsheets.reports.words import cycle_title

DEEPEST = 10
"""Levels that are indented; what stands deeper says at which level."""
_MOST_LEVELS = 2
_ARROW = " → "
Anchors = Mapping[GoalKey, str]


def build_alignment(
    found: Alignment, context: ReportContext, *, title: str = "", anchors: Anchors | None = None
) -> AlignmentReport:
    """Give the report of a cycle's alignment.

    Args:
        found: the alignment, or what of it concerns a department.
        context: language and settings.
        title: the department it is made for; without it the organisation's name stands there.
        anchors: where objectives stand in the web copy.
    """
    links, whose = anchors or {}, title or context.organisation
    unit = whose if whose != context.organisation else ""
    return AlignmentReport(
        head=_head(found, whose, context),
        title=whose,
        note=note_of(found, unit, context.language),
        figures=_figures(found, context),
        coverage=tuple(_coverage(one, context, links) for one in found.coverage),
        coverage_note=""
        if found.coverage
        else context.language.text(N_("The company has no objectives in this cycle.")),
        tree=tuple(_branch(one, context, links) for one in branches(found)),
        lists=tuple(
            replace(one, again=context.language.text(N_("{title} (continued)"), title=one.title))
            for one in _lists(found, context, links)
            if one.rows
        ),
        circles=tuple(_circles(found, context)),
    )


def _head(found: Alignment, title: str, context: ReportContext) -> Head:
    language = context.language
    dot = "·" if language.code == "zh" else " · "
    kind, when = language.text(N_("Alignment report")), cycle_title(found.cycle, context)
    return Head(
        language=language.code,
        document_title=f"{title}{dot}{kind}{dot}{when}",
        organisation=context.organisation,
        running=dot.join((*([title] if title != context.organisation else []), kind, when)),
        footer=f"{handling_of(context)}{dot}{kind}",
        kicker=f"{kind}{dot}{when}",
        title=title,
    )


def _figures(found: Alignment, context: ReportContext) -> tuple[Fact, ...]:
    language = context.language
    live = sum(not one.goal.void for one in found.supports)
    bare = sum(not one.direct for one in found.coverage)
    answered = sum(one.answer is Answer.FOUND for one in found.needs)
    return (
        Fact(
            language.text(N_("Objectives")),
            str(live),
            language.text(N_("{number} support nothing"), number=len(found.orphans)),
        ),
        Fact(
            language.text(N_("Company objectives")),
            str(len(found.coverage)),
            language.text(N_("{number} that nobody supports"), number=bare),
        ),
        Fact(
            language.text(N_("Unresolved “Supports”")),
            str(len(found.unsettled)),
            language.text(N_("texts that name no objective for certain")),
        ),
        Fact(
            language.text(N_("Dependencies")),
            str(len(found.needs)),
            language.text(
                N_("{answered} answered, {open} not answered"),
                answered=answered,
                open=len(found.unanswered),
            ),
        ),
    )


def _coverage(one: Coverage, context: ReportContext, anchors: Anchors) -> CoverageRow:
    return CoverageRow(
        code=goal_code(one.goal, None),
        text=one.goal.objective.text,
        direct=str(one.direct),
        objectives=str(one.objectives),
        people=str(one.people),
        departments=str(one.departments),
        remark="" if one.direct else context.language.text(N_("nobody supports it")),
        anchor=anchors.get(one.goal.key, ""),
    )


def _branch(one: Branch, context: ReportContext, anchors: Anchors) -> TreeRow:
    language = context.language
    notes = [language.text(N_(" (see above)")).strip()] if one.again else []
    if one.depth > DEEPEST:
        notes.append(language.text(N_("(level {number})"), number=one.depth + 1))
    return TreeRow(
        depth=min(one.depth, DEEPEST),
        code=goal_code(one.goal, None),
        text=one.goal.objective.text,
        note=" ".join(notes),
        anchor=anchors.get(one.goal.key, ""),
    )


def _lists(found: Alignment, context: ReportContext, anchors: Anchors) -> tuple[AlignmentList, ...]:
    language = context.language
    objective = language.text(N_("Objective"))
    orphans, unsettled = found.orphans, found.unsettled
    none = language.text(N_("Without a department"))
    return (
        AlignmentList(
            "orphans",
            language.text(N_("Objectives that support nothing: {number}"), number=len(orphans)),
            "",
            (objective, "", language.text(N_("Department")), ""),
            tuple(_orphan(one, none, anchors) for one in orphans),
        ),
        AlignmentList(
            "unsettled",
            language.text(
                N_("“Supports” that cannot be resolved: {number}"), number=len(unsettled)
            ),
            language.text(
                N_(
                    "What is found for certain: a name and the number, as in “Sales O2”, "
                    "or the text."
                )
            ),
            (objective, "", language.text(N_("Supports")), language.text(N_("Remark"))),
            tuple(_unsettled(one, found, context, anchors) for one in unsettled),
        ),
        *_needs(found, context, anchors),
    )


def _needs(
    found: Alignment, context: ReportContext, anchors: Anchors
) -> tuple[AlignmentList, AlignmentList]:
    language, waiting = context.language, found.unanswered
    answered = [one for one in found.needs if one.answer is Answer.FOUND]
    words = (N_("Key result"), "", N_("Depends on"), N_("Remark"))
    heads = tuple(map(language.text, words))
    return (
        AlignmentList(
            "open",
            language.text(N_("Dependencies not answered: {number}"), number=len(waiting)),
            language.text(
                N_("No match was found by the rules; the same matter in other words is not seen.")
            ),
            (heads[0], heads[1], heads[2], heads[3]),
            tuple(_need(one, found, context, anchors) for one in waiting),
        ),
        AlignmentList(
            "answered",
            language.text(
                N_("Dependencies answered: {number}"),
                number=len(answered),
            ),
            language.text(
                N_("Their sheets have something on it; whether it is agreed, the two sides know.")
            ),
            (heads[0], heads[1], heads[2], heads[3]),
            tuple(_need(one, found, context, anchors) for one in answered),
        ),
    )


def _orphan(one: Support, none: str, anchors: Anchors) -> ListRow:
    path = one.goal.owner.department
    shown = ("…", *path[-_MOST_LEVELS:]) if len(path) > _MOST_LEVELS else path
    return _row(one.goal, " / ".join(shown) or none, "", anchors)


def _unsettled(one: Support, found: Alignment, context: ReportContext, anchors: Anchors) -> ListRow:
    remark = claim_words(found, one, context.language, longest=None)
    return _row(one.goal, one.written, remark, anchors)


def _row(goal: Goal, written: str, remark: str, anchors: Anchors) -> ListRow:
    code = goal_code(goal, None)
    return ListRow(code, goal.objective.text, written, remark, anchors.get(goal.key, ""))


def _need(need: Need, found: Alignment, context: ReportContext, anchors: Anchors) -> ListRow:
    at = "@" if need.mentioned else ""
    return ListRow(
        code=result_code(need.goal, need.key_result.number, None),
        text=need.key_result.text,
        written=f"{at}{need.name}",
        remark=need_words(found, need, context.language, longest=None),
        anchor=anchors.get(need.goal.key, ""),
    )


def _circles(found: Alignment, context: ReportContext) -> list[str]:
    language = context.language
    names = {goal.key.person: goal.owner.name for goal in found.goals.values()}
    lines = [
        language.text(
            N_("Support in a circle: {names}"),
            names=_circle([goal_code(found.goals[key], None) for key in loop]),
        )
        for loop in found.support_loops
    ]
    lines += [
        language.text(
            N_("Dependencies in a circle: {names}"),
            names=_circle([names.get(one, one) for one in loop]),
        )
        for loop in found.need_loops
    ]
    return lines


def _circle(names: Sequence[str]) -> str:
    return _ARROW.join([*names, names[0]])


def parts_of(report: AlignmentReport, most: int) -> tuple[AlignmentReport, ...]:
    """Cut a large report into parts of at most so many lines; a small one stays whole."""
    lines = len(report.tree) + sum(len(one.rows) for one in report.lists)
    if lines <= most:
        return (report,)
    bare = replace(
        report,
        figures=(),
        coverage=(),
        coverage_note="",
        tree=(),
        lists=(),
        circles=(),
        whole=False,
    )
    parts = [replace(report, tree=report.tree[:most], lists=(), circles=())]
    parts += [
        replace(bare, tree=report.tree[at : at + most])
        for at in range(most, len(report.tree), most)
    ]
    for one in report.lists:
        more = replace(one, title=one.again, note="")
        for at in range(0, len(one.rows), most):
            piece = replace(more if at else one, rows=one.rows[at : at + most])
            parts.append(replace(bare, lists=(piece,)))
    if report.circles:
        parts.append(replace(bare, circles=report.circles))
    return tuple(parts)
