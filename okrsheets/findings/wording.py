"""W: how objectives and key results are worded. Notes and warnings only, never an error."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Entry, Severity, remark

WORDING_OBJECTIVES: tuple[Entry, ...] = (
    remark(
        "W101",
        Severity.NOTE,
        N_("Objective with figures"),
        N_("the objective {name} holds a figure: “{value}”."),
        N_("An objective says in words where to go; its key results say how far."),
        N_("Move the figure into a key result, or leave it if the objective is known by it."),
        N_(
            "An objective is a direction and should stir people; figures speak in the key "
            "results. Practice differs, so this is only a note. Names with digits, such as 5G, "
            "and dates do not count as figures. Source: the articles on writing objectives, which"
            " differ here."
        ),
    ),
    remark(
        "W102",
        Severity.NOTE,
        N_("Objective that stands still"),
        N_("the objective {name} stands still: “{value}”."),
        N_("An objective asks for something that is not there yet."),
        N_("Say what should become better. What must only not get worse is a health measure."),
        N_(
            "Keeping a market share or continuing a training leaves no room to grow; an objective"
            " should ask of a team what it can just about do. Source: the first principle of "
            "writing objectives."
        ),
    ),
    remark(
        "W103",
        Severity.NOTE,
        N_("Objective in negative words"),
        N_("the objective {name} says what should not be: “{value}”."),
        N_("An objective says what should be."),
        N_("Turn it round: “more healthy food” instead of “no junk food”."),
        N_(
            "Positive words set people thinking about ways to get there; a ban does not. Source: "
            "the second principle of writing objectives."
        ),
    ),
    remark(
        "W104",
        Severity.NOTE,
        N_("Key result in the place of an objective"),
        N_("the objective {name} is a measure with its figure, “{value}”: a key result."),
        N_("An objective says what the figure is good for."),
        N_(
            "Three steps: 1. replace the subject: instead of “{subject}” say {thing}; 2. say what "
            "“{value}” means: proven, broken through, recovered, the best of its kind? 3. make one "
            "smooth sentence of it: “{draft}”. The figure itself becomes a key result."
        ),
        N_(
            "“Sales up 30%” says how far but not where to. The three steps turn it into “Win a "
            "firm place in the southern market”, with the 30% as one of its key results. Source: "
            "the article on objectives that stir people."
        ),
    ),
    remark(
        "W105",
        Severity.NOTE,
        N_("Vague objective"),
        N_("the objective {name} could stand on anyone's sheet: “{value}”."),
        N_("An objective names whom or what it is about, and what will be different."),
        N_("Say which product, customers or work, and what they will notice."),
        N_(
            "A goal that is too general gives a team nothing to gather round. Very short texts "
            "and set phrases are pointed out. Source: the article on the OKRs of product "
            "managers."
        ),
    ),
    remark(
        "W106",
        Severity.WARNING,
        N_("Objective of another period"),
        N_("the objective {name} speaks of “{value}”, which is not within {cycle}."),
        N_("It is reached in the cycle in whose tab it stands: {first} to {last}."),
        N_("Correct the period, leave it out, or move the objective to its cycle."),
        N_(
            "Every objective has its period, and the tab gives it. A text need not repeat it, but"
            " must not contradict it. Source: the features of a good objective."
        ),
    ),
)

WORDING_KEY_RESULTS: tuple[Entry, ...] = (
    remark(
        "W201",
        Severity.NOTE,
        N_("Key result without a number"),
        N_("the key result {name} says no number, neither in its text nor as a target."),
        N_("A key result is counted, or answered by yes or no."),
        N_("Say how much or how many, from which figure to which."),
        N_(
            "Without a number nobody can tell whether it was reached, or how far. Source: the "
            "features of a good key result."
        ),
    ),
    remark(
        "W202",
        Severity.NOTE,
        N_("Task instead of an outcome"),
        N_("the key result {name} is a task: “{value}” says what is done, not what comes of it."),
        N_("A key result is what the work achieves."),
        N_("Ask “so that what?”: which figure will differ when this is done? Write that."),
        N_(
            "A list of things to do is finished even where the objective is not an inch nearer. A"
            " milestone whose stages are counted is not pointed out. Source: the hints on writing"
            " key results, and an article's worst example."
        ),
    ),
    remark(
        "W203",
        Severity.WARNING,
        N_("Placeholder in the key result"),
        N_("the key result {name} still holds a placeholder: “{value}”."),
        N_("Every figure is filled in before the cycle begins."),
        N_("Replace it by the figure agreed on."),
        N_(
            "X and Y were left over from a template; nothing can be scored by them. Source: the "
            "examples with X and Y in an article."
        ),
    ),
    remark(
        "W204",
        Severity.WARNING,
        N_("Date outside the cycle"),
        N_("the key result {name} speaks of “{value}”, which is not within {cycle}."),
        N_("It is reached and scored in its cycle: {first} to {last}."),
        N_("Correct the date, or say what will be reached by {last}."),
        N_(
            "What falls due after the cycle has no score at its end; what lies before it is done "
            "already. Dates that a figure is compared with are not meant. Source: the time limit "
            "of OKRs; an article's own example, six months in a quarter's plan, breaks it."
        ),
    ),
    remark(
        "W205",
        Severity.NOTE,
        N_("Key result in negative words"),
        N_("the key result {name} says what should not be: “{value}”."),
        N_("Positive words are better, where there are any."),
        N_("Say it the other way round, {better}. Leave it where that would be artificial."),
        N_(
            "“Raise satisfaction to 95%” draws more than “lower the complaint rate”. Only a hint."
            " Source: the hints on writing key results."
        ),
    ),
    remark(
        "W206",
        Severity.NOTE,
        N_("Long key result, or several in one"),
        N_("the key result {name} {what}."),
        N_("One key result is one thing to measure, said briefly."),
        N_("Split it, or move the explanation to the note."),
        N_(
            "With two figures in one line the score means neither; short texts are remembered. "
            "Source: the hints on writing key results."
        ),
    ),
    remark(
        "W207",
        Severity.NOTE,
        N_("Key result without an owner"),
        N_("the key result {name} has no owner; most of this cycle have one."),
        N_("Every key result has one person who knows how it stands."),
        N_("Enter whom to ask."),
        N_(
            "The owner is where news of the key result comes together, not the only one to answer"
            " for it. Said only where at least half of a cycle's key results have an owner."
            " Source: the hints on writing key results."
        ),
    ),
    remark(
        "W208",
        Severity.NOTE,
        N_("Key result without a source"),
        N_("the key result {name} names no evidence; most of this cycle do."),
        N_("A figure can be checked at its source."),
        N_("Say where the figure can be seen: a report, a system, a document."),
        N_(
            "Said only where at least half of a cycle's key results have evidence. Source: the "
            "article on the OKRs of product managers: data must be able to prove it."
        ),
    ),
    remark(
        "W209",
        Severity.WARNING,
        N_("Target no harder than the baseline"),
        N_("the key result {name} asks for no more than there is: “{value}”."),
        N_("A target lies beyond the baseline."),
        N_("Look whether baseline and target are mixed up, or aim higher."),
        N_(
            "A key result should be a challenge. Wrong directions in the cells are errors of "
            "their own; this one reads the text, and the types that have no direction. Source: "
            "the features of a good key result."
        ),
    ),
    remark(
        "W210",
        Severity.NOTE,
        N_("Too many key results in one cycle"),
        N_("this is the tenth of {count} key results in the cycle."),
        N_("Three objectives with three key results each, {most} in all, are what one can mind."),
        N_("Keep those without which the objective fails; the rest is daily work."),
        N_(
            "Sheets with eight to ten indicators and more are the known anti-example: with so "
            "many things to watch none comes first. Source: the 3/3 model and what it was set "
            "against."
        ),
    ),
)

WORDING = (*WORDING_OBJECTIVES, *WORDING_KEY_RESULTS)
