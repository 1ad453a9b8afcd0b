"""The sentences that click says by itself, marked for our catalogue.

Only those that a person can meet on this command line. They are looked up through gettext's
text domain (`okrsheets.cli.words.speak_click`); a sentence click changes shows in English.
"""

from okrsheets.errors import N_


def n_count(one: str, many: str) -> tuple[str, str]:
    """Mark a sentence that depends on a number for the catalogue."""
    return one, many


CLICK_WORDS: tuple[str | tuple[str, str], ...] = (
    N_("Usage:"),
    N_("Options"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Error: {message}"),
    N_("Try '{command} {option}' for help."),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Choose from:\n\t{choices}"),
    N_("{value!r} is not a valid {number_type}."),
    N_("{value} is not in the range {range}."),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("default: {default}"),
    N_("required"),
    N_("file"),
    N_("directory"),
    N_("path"),
    n_count("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    n_count("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    n_count("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    n_count("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
