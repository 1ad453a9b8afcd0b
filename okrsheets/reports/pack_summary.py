"""What a pack's summary says of some people: figures, maps, what wants talk, and in which order.

The mean is the people's; the sheets of departments and of the company stand apart from it.
Source: docs/method.md, "Reports"; docs/calibration.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from okrsheets.analysis.calibration import Calibration, FlagCode, GroupKind
from okrsheets.analysis.flag_words import said
from okrsheets.analysis.groups import score_in, scores_in
from okrsheets.display import show_score
from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import Cycle, PersonYear
from okrsheets.reports.charts import dots_chart
from okrsheets.reports.exceptions import (
    Case,
    build_exceptions,
    cycles_in,
    find_cases,
    gravity_of,
    reasons_of,
)
from okrsheets.reports.grouping import employed_in, is_person, ordered, persons_of
from okrsheets.reports.heat import build_maps
from okrsheets.reports.pack_bases import mean_trace, sheets_note
from okrsheets.reports.pack_figures import count_table, key_figures, notice_of
from okrsheets.reports.pack_records import PackSummary, TalkLine
from okrsheets.reports.pack_status import status_line
from okrsheets.reports.people import build_strip, find_cycle, handling_of, score_use_line
from okrsheets.reports.records import Chip, Fact, Head, ReportContext, Signature
from okrsheets.reports.words import cycle_title, state_chip

SUMMARY = "summary"
DECISIONS = 15
"""Lines for decisions: with the signatures they take a page of their own, of either paper."""
DECISIONS_BESIDE = 8
"""Lines for decisions on a page with a short order of talk, of either paper."""
MOST_BESIDE = 7
"""Lines of the order of talk that share a page with the decisions."""
TALK, ORDER, RECORD = "talk", "order", "record"
"""Parts of a summary; their anchors are `ANCHOR-PART`, for a company's pack has many summaries."""
_ROLES = (N_("Head of department"), N_("Head's manager"), N_("Human Resources"))
_ORDER_NOTE = N_(
    "First the department's own sheet, then the people listed above in that order, then the others "
    "by the roster."
)


@dataclass(frozen=True)
class Pack:
    """What a summary is made of: a department (or the company) and its people.

    `pages` maps an anchor to the page it will stand on, once known; `anchor` is the summary's
    own. `groups` are what calibration found in this part of the company.
    """

    department: str
    cycle: Cycle
    people: tuple[PersonYear, ...]
    pages: Mapping[str, int] = field(default_factory=dict)
    anchor: str = SUMMARY
    groups: tuple[Calibration, ...] = ()

    def page(self, anchor: str) -> str:
        """Give the page of an anchor as it is printed; nothing while it is not known."""
        return str(self.pages.get(anchor, ""))

    def leaf(self, person: str) -> tuple[str, str]:
        """Give the anchor and the page of a person's pages, by id."""
        anchor = f"person-{person}"
        return anchor, self.page(anchor)


def person_anchor(person: PersonYear) -> str:
    """Give the name under which links lead to a person's pages."""
    return f"person-{person.person.id}"


def dot_of(language: Language) -> str:
    """Give the dot between the parts of a head."""
    return "·" if language.code == "zh" else " · "


def pack_title(cycle: Cycle) -> str:
    """Give the title of a pack of a cycle, in English."""
    return {
        "Y": N_("Annual review pack"),
        "Q": N_("Quarterly review pack"),
        "M": N_("Monthly review pack"),
    }[cycle.kind]


def build_pack_head(name: str, cycle: Cycle, context: ReportContext) -> Head:
    """Give the running heads of a pack's own pages."""
    language = context.language
    title, dot = cycle_title(cycle, context), dot_of(language)
    kind = language.text(pack_title(cycle))
    return Head(
        language=language.code,
        document_title=f"{name}{dot}{kind}{dot}{title}",
        organisation=context.organisation,
        running=f"{kind if name == context.organisation else name}{dot}{title}",
        footer=f"{handling_of(context)}{dot}{kind}",
        kicker=f"{kind}{dot}{title}",
        title=name,
    )


def own_context(
    people: Sequence[PersonYear], cycle: Cycle, context: ReportContext
) -> ReportContext:
    """Give the context by which a cycle's figures are read: that of its closing if it is closed."""
    return context.of(score_in(people[0], cycle)) if people else context


def build_summary(pack: Pack, context: ReportContext) -> PackSummary:
    """Build the summary of a department's people."""
    language, cycle = context.language, pack.cycle
    own = own_context(pack.people, cycle, context)
    people = persons_of(pack.people)
    scores = scores_in(people, cycle)
    parts = [find_cycle(p, c) for p in pack.people for c in cycles_in(p, cycle)]
    strip = build_strip(parts, context)
    cases = find_cases(ordered(pack.people), cycle, context)
    head = build_pack_head(pack.department, cycle, context)
    notice = notice_of(people, scores, own)
    beside = len(pack.people) <= MOST_BESIDE
    return PackSummary(
        anchor=pack.anchor,
        kicker=head.kicker,
        title=head.title,
        figures=key_figures(people, cycle, own),
        status=status_line(pack.people, cycle, context),
        notice=notice,
        strip_title=language.text(
            N_("Key results by band ({number})"), number=sum(p.count for p in strip)
        ),
        strip=strip,
        maps=build_maps(pack.people, cycle, context),
        dots=dots_chart(scores, own) if len(scores) > 1 else None,
        dots_note=dots_note(language),
        counts=count_table(pack.people, cycle, context),
        questions=build_questions(pack.groups, language, but_top=bool(notice)),
        cases=None,
        exceptions=build_exceptions(cases, context, pack.leaf),
        order_note=language.text(_ORDER_NOTE),
        order=_order(pack, cases, context),
        decisions=DECISIONS_BESIDE if beside else DECISIONS,
        score_use=score_use_line(own),
        signatures=tuple(Signature(language.text(role), "") for role in _ROLES),
        strip_note=sheets_note(pack.people, cycle, context),
        trace=mean_trace(pack.people, cycle, context),
        beside=beside,
    )


def dots_note(language: Language) -> str:
    """Say what the dots are."""
    return language.text(
        N_("Each dot is one person, in steps of 0.05; the upright line is on target.")
    )


def build_questions(
    groups: Sequence[Calibration], language: Language, *, but_top: bool = False
) -> tuple[Fact, ...]:
    """Put what calibration flags as questions: the group and what is asked of it.

    Args:
        groups: the groups this part of the company is about.
        language: the pack's.
        but_top: leave out that everybody has full marks, because the notice says so already.
    """
    return tuple(
        Fact(_group_name(group, language), said(flag, language))
        for group in groups
        for flag in group.flags
        if not (but_top and flag.code is FlagCode.ALL_AT_TOP and group is groups[0])
    )


def _group_name(group: Calibration, language: Language) -> str:
    if group.kind is GroupKind.COMPANY:
        return language.text(N_("Company"))
    if group.kind is GroupKind.MANAGER:
        return language.text(N_("Manager {name}"), name=group.name)
    return " / ".join(group.path)


def _order(pack: Pack, cases: Sequence[Case], context: ReportContext) -> tuple[TalkLine, ...]:
    """Give who is talked about one after the other: own sheets, the gravest, then the rest."""
    own = context.language.text(N_("the department's own sheet"))
    ranked = []
    for person in employed_in(ordered(pack.people), pack.cycle):
        reasons = reasons_of(person.person.id, cases, context)
        rank = 1 + gravity_of(person.person.id, cases) if is_person(person) else 0
        why = reasons if is_person(person) else (own, *reasons)
        ranked.append((rank, talk_line(person, why, pack, context)))
    ranked.sort(key=lambda one: one[0])
    return tuple(replace(line, number=str(n)) for n, (_, line) in enumerate(ranked, start=1))


def dash_beside(chip: Chip) -> str:
    """Give the dash of a missing score; nothing beside a mark that says so already."""
    return "" if chip.mark else "—"


def talk_line(
    person: PersonYear, why: Sequence[str], pack: Pack, context: ReportContext
) -> TalkLine:
    """Give a person's line of the order of talk, not yet numbered."""
    score = score_in(person, pack.cycle)
    anchor = person_anchor(person)
    chip = state_chip(score.state, score.score, context.of(score).policies, context.language)
    return TalkLine(
        number="",
        name=person.person.name,
        score=show_score(score.score) or dash_beside(chip),
        chip=chip,
        why=context.language.text(N_("; ")).join(why),
        anchor=anchor,
        page=pack.page(anchor),
    )
