"""The review questions each band asks for, with room to answer.

Source: docs/method.md, "Bands and the review each one asks for".
"""

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from okrsheets.errors import N_
from okrsheets.language import Language
from okrsheets.model import AnnualReview, Band, CycleReview, CycleState
from okrsheets.reports.figures import show_day
from okrsheets.reports.records import PlanLine, Question, ReportContext, ReviewPart

_PLAN_LINES = 3
_ISO_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_FEWEST_LINES, _LINES_IN_ALL = 2, 5
_LINES_WHERE_ANSWERED = 1
_ANNUAL_LINES = 5
_BELOW_LINE = (Band.NO_PROGRESS, Band.BELOW)
BAND_QUESTIONS: Mapping[Band, tuple[str, ...]] = MappingProxyType(
    {
        Band.OUTSTANDING: (
            N_("Was the target too low?"),
            N_("What can others learn from this?"),
            N_("Can the practice be carried over to later work?"),
        ),
        Band.ON_TARGET: (
            N_("What was the breakthrough?"),
            N_("What further opportunity does it open?"),
        ),
        Band.BELOW: (
            N_("Are these the right key results?"),
            N_("Is the method wrong, and what will improve it?"),
            N_("Was help or resource too thin? Where is a breakthrough in collaboration needed?"),
            N_("What will I change?"),
        ),
        Band.NO_PROGRESS: (
            N_("What was the cause: force majeure, own reasons, or missing collaboration?"),
            N_("Is the objective kept or adjusted?"),
        ),
    }
)
BAND_NOTES: Mapping[Band, str] = MappingProxyType(
    {
        Band.OUTSTANDING: N_("Full marks are worth recognition, and a look at the target."),
        Band.ON_TARGET: N_("A good result: it is worth recognition."),
        Band.BELOW: N_("Look for the reason first, then for what to change."),
        Band.NO_PROGRESS: N_("Say the cause plainly; it decides what becomes of the objective."),
    }
)


def standing_part(review: CycleReview, language: Language) -> ReviewPart:
    """Give the two questions that every cycle answers."""
    return ReviewPart(
        title=language.text(N_("Looking back")),
        note="",
        questions=(
            Question(language.text(N_("How far did we get?")), "", review.how_far, 2),
            Question(language.text(N_("How did we get there?")), "", review.how, 2),
        ),
    )


def waiting_part(state: CycleState, language: Language) -> ReviewPart:
    """Give what is to be agreed on where no sheet has come in, or nothing is planned."""
    if state is CycleState.NOT_SUBMITTED:
        questions = (
            N_("What keeps the score sheet from being handed in?"),
            N_("By when will it be handed in, and who helps?"),
        )
    else:
        questions = (
            N_("What keeps the objectives from being set?"),
            N_("By when will they be set, and with whom?"),
        )
    return ReviewPart(
        title=language.text(N_("To be agreed")),
        note="",
        questions=tuple(Question(language.text(text), "", "", 3) for text in questions),
    )


def band_part(
    band: Band | None, review: CycleReview, context: ReportContext, *, close: bool = False
) -> ReviewPart | None:
    """Give the questions of the cycle's band; None where there is no score.

    The sheet has one box for the answer to the band's questions. Under `no_progress` it answers the
    first of them, the cause; under any other band it is printed before them as it was written. A
    line each is then left for what is said in the talk. Where much else is on the page, `close`
    leaves no more than two.
    """
    if band is None:
        return None
    language = context.language
    built_in = [language.text(text) for text in BAND_QUESTIONS[band]]
    texts = context.questions.of(band) or built_in
    lines = _LINES_WHERE_ANSWERED if review.cause else max(2, _LINES_IN_ALL - len(texts))
    lines = min(lines, _FEWEST_LINES) if close else lines
    questions = [Question(text, "", "", lines) for text in texts]
    if band is Band.NO_PROGRESS:
        questions[0] = Question(texts[0], "", review.cause, lines)
    elif review.cause:
        questions.insert(
            0, Question(language.text(N_("Answered on the sheet")), "", review.cause, 2)
        )
    return ReviewPart(
        language.text(N_("What this score asks")),
        language.text(BAND_NOTES[band]),
        tuple(questions),
    )


def plan_lines(band: Band | None, review: CycleReview, language: Language) -> tuple[PlanLine, ...]:
    """Give the improvement plan: asked for below the line, printed wherever one was written."""
    written = [
        PlanLine(p.measure, _day(p.date, language), p.effect, p.owner)
        for p in review.plan
        if p.measure or p.date or p.effect or p.owner
    ]
    if band not in _BELOW_LINE:
        return tuple(written)
    return (*written, *[PlanLine("", "", "", "")] * (_PLAN_LINES - len(written)))


def _day(text: str, language: Language) -> str:
    """Print a day as the rest of the report does; what is no day stays as it was typed."""
    try:
        return show_day(date.fromisoformat(text), language) if _ISO_DAY.fullmatch(text) else text
    except ValueError:
        return text


def annual_part(review: AnnualReview, language: Language) -> ReviewPart:
    """Give the four reviews kept beside the year's score, written or to be written."""
    return ReviewPart(
        title=language.text(N_("Reviews beside the score")),
        note=language.text(N_("The score is one voice among these; none of them is computed.")),
        questions=(
            Question(language.text(N_("Self review")), "", review.self_review, _ANNUAL_LINES),
            Question(language.text(N_("Peer review")), "", review.peers, _ANNUAL_LINES),
            Question(language.text(N_("Manager review")), "", review.manager, _ANNUAL_LINES),
            Question(language.text(N_("Collective result")), "", review.collective, _ANNUAL_LINES),
        ),
    )
