"""The organisation's logo, read from the workspace for sheets and for the covers of reports."""

from okrsheets.errors import N_, UsageError
from okrsheets.sheets import LARGEST_LOGO, prepare_logo
from okrsheets.workspace import Workspace


def read_logo(workspace: Workspace) -> bytes | None:
    """Read the logo that the settings name; None where they name none.

    Raises:
        UsageError: the file cannot be read, is too large, or is not a PNG or JPEG picture.
    """
    name = workspace.settings.logo
    if not name:
        return None
    file = workspace.root / name
    try:
        with file.open("rb") as stream:
            content = stream.read(LARGEST_LOGO + 1)
    except OSError as error:
        raise UsageError(
            N_("the logo {file} cannot be read ({reason}): put it there, or leave “logo” empty"),
            file=file,
            reason=error.strerror or error,
        ) from error
    return prepare_logo(content, file)
