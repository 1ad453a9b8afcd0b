"""K3: weights, which add up to 100%."""

from okrsheets.errors import N_
from okrsheets.findings.entry import Audience, Entry, Severity

METHOD_WEIGHTS = (
    Entry(
        code="K301",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Weights of key results under 100%"),
        message=N_("weights of objective {objective} add up to {sum}%."),
        expected=N_("They must add up to 100%."),
        action=N_("Raise one or more by {points} points in all."),
        about=N_(
            "Weights are never silently scaled to 100%. Leave all of them blank for equal "
            "weights. Until the cycle has an actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K302",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Weights of key results over 100%"),
        message=N_("weights of objective {objective} add up to {sum}%."),
        expected=N_("They must add up to 100%."),
        action=N_("Lower one or more by {points} points in all."),
        about=N_(
            "Weights are never silently scaled to 100%. Leave all of them blank for equal "
            "weights. Until the cycle has an actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K303",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Weights of objectives under 100%"),
        message=N_("weights of the objectives add up to {sum}%."),
        expected=N_("They must add up to 100%."),
        action=N_("Raise one or more by {points} points in all."),
        about=N_(
            "Weights are never silently scaled to 100%. Leave all of them blank for equal "
            "weights. Until the cycle has an actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K304",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Weights of objectives over 100%"),
        message=N_("weights of the objectives add up to {sum}%."),
        expected=N_("They must add up to 100%."),
        action=N_("Lower one or more by {points} points in all."),
        about=N_(
            "Weights are never silently scaled to 100%. Leave all of them blank for equal "
            "weights. Until the cycle has an actual or a score this is only a warning."
        ),
    ),
    Entry(
        code="K305",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("Some weights are blank"),
        message=N_("the weight is blank for {names}."),
        expected=N_("Blank weights share equally what the others leave: {share}% each."),
        action=N_("Type the weights where another share is meant."),
        about=N_(
            "All blank means equal weights. Where only some are blank, they share what is "
            "left up to 100%."
        ),
    ),
    Entry(
        code="K306",
        severity=Severity.NOTE,
        audience=Audience.CONTRIBUTOR,
        title=N_("Weights almost 100%"),
        message=N_("the weights add up to {sum}%."),
        expected=N_("A sum within 0.01 points of 100% is accepted."),
        action=N_("Nothing to do."),
        about=N_(
            "Three times 33.33% are 99.99%. The mean is divided by the sum, so nothing is lost."
        ),
    ),
    Entry(
        code="K307",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("A weight not above 0"),
        message=N_("the weight of {name} is {percent}%."),
        expected=N_("A weight lies above 0."),
        action=N_(
            "Type a weight above 0; to take something out of the sum, set its status to "
            "Void with a reason."
        ),
        about=N_(
            "With a weight of 0 a key result would be written down and never count. Void "
            "says the same openly, with a reason."
        ),
    ),
    Entry(
        code="K308",
        severity=Severity.ERROR,
        audience=Audience.CONTRIBUTOR,
        title=N_("Nothing left for blank weights"),
        message=N_("the weights given add up to {sum}%, so nothing is left for {names}."),
        expected=N_("All weights together add up to 100%, each above 0."),
        action=N_("Lower the others, or delete what is not meant."),
        about=N_(
            "Blank weights share what the others leave; here they leave nothing. Until the "
            "cycle has an actual or a score this is only a warning."
        ),
    ),
)
