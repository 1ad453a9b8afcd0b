"""What whole summaries must say: a department's, and the company's with or without its people."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from equality_sheets import Record, Sheet, cell, chip, mean_of, shown_score
from expected_matters import CASES, cases_of, matters_of, order_line, order_of, score_beside
from expected_packs import (
    Figures,
    Part,
    by_objective,
    common_of,
    course_of,
    dots_of,
    dotted,
    employed,
    in_order,
    mean_chip,
    means_of,
    scores_of,
    units_of,
)
from printed_figures import Key
from printed_structure import squeezed

Line = tuple[str, str, str, str, str]
"""A line of the contents: number, title without blanks, score, chip, page."""


@dataclass(frozen=True)
class Company:
    """A company's pack: its people, on which pages departments begin, what calibration flags."""

    part: Part
    titles: Mapping[str, int] = field(default_factory=dict)
    groups: Sequence[Record] = ()

    def flags(self, name: str, people: Sequence[Sheet]) -> int:
        """Count the flags of a department's groups and of its people's managers."""
        managers = {one.manager for one in people if one.person}
        return sum(
            len(group["flags"])
            for group in self.groups
            if (
                group["kind"] == "department"
                and name != "without"
                and squeezed(group["path"].split("/")[0]) == squeezed(people[0].path[0])
            )
            or (group["kind"] == "manager" and group["path"] in managers)
        )


def expected_summary(part: Part) -> Figures:
    """Give a department's summary."""
    course = course_of("year" if len(part.cycle) == len("2026") else "cycles", part.people, part)
    return {
        **dict(common_of(part)),
        **dict(course),
        **dict(means_of(part)),
        **(dict(by_objective(part)) if len(part.cycle) > len("2026") else {}),
        **(dict(dots_of(part)) if len(part.scores) > 1 else {}),
        **dict(matters_of(part)),
        **dict(order_of(part)),
    }


def expected_company(company: Company) -> Figures:
    """Give the company's summary."""
    part = company.part
    own = [one for one in part.people if not one.person]
    return {
        **dict(common_of(part)),
        **(dict(course_of("own sheets", own, part)) if own else {}),
        **dict(_groups(part)),
        **(dict(dots_of(part)) if len(part.scores) >= part.fewest else {}),
        **dict(_case_table(part)),
        **dict(_company_order(company)),
    }


def expected_contents(part: Part, parts: Mapping[str, int]) -> list[Line]:
    """Give the contents of a department's pack; `parts` are the pages of its summary's parts."""
    return [*_summary_lines(parts), *_person_lines(in_order(part.people), 2, part)]


def company_contents(company: Company, parts: Mapping[str, int]) -> list[Line]:
    """Give the contents of the company's pack."""
    part = company.part
    found = [*_summary_lines(parts), *_person_lines(own_of(part), 2, part)]
    number = 2 + len(own_of(part))
    for name, people in units_of(part.people).items():
        persons = [one for one in people if one.person]
        scores = scores_of(persons, part.cycle)
        word = mean_chip(persons, part)
        score = shown_score(mean_of(scores)) or ("" if word[0] in "—×" else "—")
        title = f"department summary {len(scores)}/{len(employed(persons, part.cycle))}"
        found.append((str(number), title, score, word, str(company.titles[name])))
        found += _person_lines(in_order(people), number + 1, part)
        number += 1 + len(people)
    return found


def own_of(part: Part) -> list[Sheet]:
    """Give the sheets that belong to no department and are nobody's."""
    return [one for one in part.people if not one.path and not one.person]


def _summary_lines(parts: Mapping[str, int]) -> list[Line]:
    lines = sorted(parts.items(), key=lambda item: (item[0] != "summary", item[1]))
    return [("1" if name == "summary" else "", name, "", "", str(page)) for name, page in lines]


def _person_lines(people: Sequence[Sheet], first: int, part: Part) -> list[Line]:
    cycle = part.cycle
    return [
        (
            str(number),
            squeezed(one.name + one.title),
            score_beside(one, cycle),
            chip(one.score(cycle), one.state(cycle)),
            str(part.pages[one.id]),
        )
        for number, one in enumerate(people, start=first)
    ]


def _groups(part: Part) -> Iterator[tuple[Key, str]]:
    groups = {"company": part.persons} | units_of(part.people)
    cycles = {c[4:]: c for c in part.courses}
    cycles |= {"overall": part.cycle} if len(part.cycle) == len("2026") else {}
    for name, people in groups.items():
        persons = [one for one in people if one.person]
        for head, cycle in cycles.items() if persons else ():
            scores = scores_of(persons, cycle)
            mean = mean_of(scores) if len(scores) >= part.fewest else None
            few = "few" if scores else "—"
            yield (name, "1", head, "groups"), cell(mean, "") if mean is not None else few
            yield (name, "1", head, "n of groups"), str(len(scores))
        if persons and not part.is_wide:
            yield (name, "1", "band", "groups"), mean_chip(persons, part)


def _case_table(part: Part) -> Iterator[tuple[Key, str]]:
    own = own_of(part)
    rows = ({"company": own} if own else {}) | units_of(part.people)
    total: Counter[str] = Counter()
    hidden = 0
    for name, people in rows.items():
        kinds = Counter(case.kind for one in people for case in cases_of(one, part.cycle))
        total += kinds
        small = _is_small(people, part)
        hidden += small
        for number, kind in enumerate(CASES):
            yield (name, "", str(number), "cases"), "…" if small else dotted(kinds[kind])
    if hidden != 1:
        for number, kind in enumerate(CASES):
            yield ("total", "", str(number), "cases"), dotted(total[kind])


def _is_small(people: Sequence[Sheet], part: Part) -> bool:
    return 0 < sum(one.person for one in people) < part.fewest


def _company_order(company: Company) -> Iterator[tuple[Key, str]]:
    part, own = company.part, own_of(company.part)
    ranked = [
        (_rank(company, name, people), name, people)
        for name, people in units_of(part.people).items()
    ]
    for number, one in enumerate(own, start=1):
        yield from order_line(one, number, "", part)
    ranked.sort(key=lambda unit: unit[0])
    for number, (_, name, people) in enumerate(ranked, start=1 + len(own)):
        persons = [one for one in people if one.person]
        scores = scores_of(persons, part.cycle)
        mean = mean_of(scores) if len(scores) >= part.fewest else None
        word = mean_chip(persons, part)
        yield ("", str(number), "who", "order"), name
        yield (name, "", "score", "order"), shown_score(mean) or ("" if word[0] in "—×" else "—")
        yield (name, "", "band", "order"), word
        yield (name, "", "why", "order"), _why(company, name, people)
        yield (name, "", "page", "order"), str(company.titles.get(name, ""))


def _rank(company: Company, name: str, people: Sequence[Sheet]) -> int:
    asked = employed(people, company.part.cycle)
    affected = any(cases_of(one, company.part.cycle) for one in asked)
    return 1 if company.flags(name, people) else 2 if affected else 3


def _why(company: Company, name: str, people: Sequence[Sheet]) -> str:
    flags = company.flags(name, people)
    asked = employed(people, company.part.cycle)
    affected = sum(bool(cases_of(one, company.part.cycle)) for one in asked)
    shown = affected and not _is_small(people, company.part)
    said = [str(flags)] if flags else []
    said += [" ".join(sorted((str(affected), str(len(asked))), reverse=True))] if shown else []
    return "; ".join(said)
