"""K2: what each type of key result needs to be measured."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

METHOD_TYPES = (
    Entry(
        code="K201",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("No type chosen"),
        message=N_("key result {name} has no type."),
        expected=N_("The type says how it is measured."),
        action=N_("Choose one from the list."),
        about=N_(
            "Without a type nothing is computed from the actual. Until the cycle has an "
            "actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K202",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("No baseline"),
        message=N_("key result {name} has no baseline."),
        expected=N_("Its type measures the way from the baseline to the target; a blank is not 0."),
        action=N_(
            "Type where it stands before the cycle begins, or choose the type Linear for "
            "something new."
        ),
        about=N_(
            "Increase, decrease and anchored key results need a baseline. Until the cycle "
            "has an actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K203",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("No target"),
        message=N_("key result {name} has no target."),
        expected=N_("A target is set before the cycle begins."),
        action=N_("Type the number it should reach; for a range, the lower bound."),
        about=N_(
            "Every type but yes/no and judged needs a target. Until the cycle has an "
            "actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K204",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("An actual without a target"),
        message=N_("key result {name} has the actual {actual} but no target."),
        expected=N_("Without a target there is nothing to hold the actual against."),
        action=N_("Type the target that was agreed before the cycle."),
        about=N_(
            "The score of a measured key result comes from baseline, target and actual "
            "together. One without a target cannot be scored."
        ),
    ),
    Entry(
        code="K205",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Target equal to the baseline"),
        message=N_("the target of key result {name} is {value}, the same as its baseline."),
        expected=N_("The target must differ from the baseline."),
        action=N_("Correct one of the two; to keep a value where it is, choose the type Range."),
        about=N_(
            "From a baseline to an equal target there is no way to go, so no actual can be "
            "placed on it."
        ),
    ),
    Entry(
        code="K206",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("An increase that falls"),
        message=N_(
            "the type of key result {name} is Increase, but its target {value} lies below "
            "its baseline {baseline}."
        ),
        expected=N_("An increase has a target above its baseline."),
        action=N_("Choose the type Decrease, or correct the two numbers."),
        about=N_(
            "The type says which way is better. Where type and numbers disagree nothing is "
            "computed."
        ),
    ),
    Entry(
        code="K207",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("A decrease that rises"),
        message=N_(
            "the type of key result {name} is Decrease, but its target {value} lies above "
            "its baseline {baseline}."
        ),
        expected=N_("A decrease has a target below its baseline."),
        action=N_("Choose the type Increase, or correct the two numbers."),
        about=N_(
            "The type says which way is better. Where type and numbers disagree nothing is "
            "computed."
        ),
    ),
    Entry(
        code="K208",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("A baseline that is not used"),
        message=N_("key result {name} is Linear and has the baseline {value}, which is not used."),
        expected=N_("A linear key result counts from 0."),
        action=N_("Choose the type Increase to count from the baseline, or clear the baseline."),
        about=N_(
            "Linear is meant for new work without a history: progress is the actual "
            "divided by the target."
        ),
    ),
    Entry(
        code="K209",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("A linear target not above 0"),
        message=N_("key result {name} is Linear and has the target {value}."),
        expected=N_("Its target lies above 0."),
        action=N_("Correct the target, or choose the type Decrease with a baseline."),
        about=N_(
            "Progress is the actual divided by the target; that has no meaning for 0 or less."
        ),
    ),
    Entry(
        code="K210",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("A range without its upper bound"),
        message=N_("key result {name} is a Range and has no upper bound."),
        expected=N_("A range has a lower bound (the target) and an upper bound."),
        action=N_("Type the upper bound."),
        about=N_(
            "Inside the two bounds, both included, the score is 1. Until the cycle has an "
            "actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K211",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("A range the wrong way round"),
        message=N_("the upper bound of key result {name} is {value}, below its lower bound {low}."),
        expected=N_("The lower bound stands in Target, the upper one in Upper bound."),
        action=N_("Exchange the two numbers."),
        about=N_("No value can lie inside such a band, so nothing is computed."),
    ),
    Entry(
        code="K212",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("A baseline just outside its band"),
        message=N_("the baseline {value} of key result {name} lies only {span} outside its band."),
        expected=N_(
            "Progress is measured over that small distance, so a slight miss already scores 0."
        ),
        action=N_(
            "Clear the baseline to measure by the band’s width instead, or leave it where "
            "this is meant."
        ),
        about=N_(
            "Outside the band progress is 1 − distance ÷ span. The span is the baseline’s "
            "distance from the band; here it is less than a tenth of the band’s width."
        ),
    ),
    Entry(
        code="K213",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("A band of a single value"),
        message=N_(
            "both bounds of key result {name} are {value}, and no baseline lies beside them."
        ),
        expected=N_("Exactly that value scores 1, everything else 0."),
        action=N_("Widen the band, or type a baseline outside it."),
        about=N_("With a span of 0 nothing lies between 0 and 1. The sheet is accepted."),
    ),
    Entry(
        code="K214",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Stages planned are not a whole number"),
        message=N_("key result {name} is a Milestone and has the target {value}."),
        expected=N_("The target is the number of stages planned: 1, 2, 3 …"),
        action=N_("Type how many stages there are."),
        about=N_("Progress of a milestone is stages done divided by stages planned."),
    ),
    Entry(
        code="K215",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Stages done are not a whole number"),
        message=N_("key result {name} is a Milestone and has the actual {value}."),
        expected=N_("The actual is the number of stages done: 0, 1, 2 …"),
        action=N_("Type how many stages are done; a stage half done is not done."),
        about=N_("Progress of a milestone is stages done divided by stages planned."),
    ),
    Entry(
        code="K216",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Neither yes nor no"),
        message=N_("key result {name} is answered by yes or no and has the actual {value}."),
        expected=N_("The actual is Yes or No."),
        action=N_("Type Yes or No, or choose the type Milestone for a part done."),
        about=N_("Yes scores 1 and no scores 0; nothing lies between."),
    ),
    Entry(
        code="K217",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("An anchor is missing"),
        message=N_("key result {name} is Anchored and one of its two anchors is blank."),
        expected=N_("Both say beforehand which values mean 0.3 and 0.7."),
        action=N_("Type the value."),
        about=N_(
            "An anchored key result is measured along baseline, 0.3, 0.7 and target. Until "
            "the cycle has an actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K218",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Anchors out of order"),
        message=N_("baseline, 0.3, 0.7 and target of key result {name} are {anchors}."),
        expected=N_("They rise all the way, or fall all the way."),
        action=N_("Correct the number that is out of order."),
        about=N_(
            "Where the four do not go one way, one value would mean two scores; nothing is "
            "computed."
        ),
    ),
    Entry(
        code="K219",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("A figure that is not used"),
        message=N_("{value} is not used by the type of key result {name}."),
        expected=N_("The upper bound belongs to Range, the two anchors to Anchored."),
        action=N_("Choose the type that was meant, or clear the cell."),
        about=N_("The figure plays no part in the score."),
    ),
    Entry(
        code="K220",
        severity=Severity.WARNING,
        audience=Audience.CONTRIBUTOR,
        title=N_("An actual on another scale"),
        message=N_(
            "the actual of key result {name} is {value}, a hundred times off its plan; "
            "{likely} would fit."
        ),
        expected=N_("Baseline, target and actual are in one unit: all 88, or all 0.88 or 88%."),
        action=N_("Correct it if a percentage was typed the other way; else leave it."),
        about=N_(
            "88 and 0.88 are easily mixed up where one cell shows percentages and another does "
            "not. The score is computed from what is typed; this only asks for a second look."
        ),
    ),
    Entry(
        code="K221",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("A type that this sheet cannot hold"),
        message=N_(
            "key result {name} has the type {type}, but this sheet has no column for {lacking}."
        ),
        expected=N_("The list of types offers only those that the sheet has the columns for."),
        action=N_("Choose another type from the list."),
        about=N_(
            "The company leaves some columns out of its sheets. Without the anchors nothing can be "
            "Anchored; without self score and reviewer's score nothing can be Judged. Until the "
            "cycle has an actual or a score this is only a warning."
        ),
    ),
)
