"""`okrsheets template …`: the company's own template, and the example plans by role."""

from collections.abc import Mapping
from types import MappingProxyType

from okrsheets.cli.lazy import LazyGroup
from okrsheets.cli.words import ui
from okrsheets.errors import N_

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "export": N_("Write the template workbook, to be restyled in Excel or the like."),
        "check": N_("Check the company's own template: can sheets be issued from it?"),
        "reports": N_("Write the built-in templates of reports to a folder."),
        "roles": N_("List the roles that have an example plan."),
    }
)

command = LazyGroup(
    package="okrsheets.cli.template",
    table=COMMANDS,
    name="template",
    help=ui().text("The look of the score sheet, and example plans by role."),
)
