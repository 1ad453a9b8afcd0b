"""okrsheets: OKR score sheets out, filled sheets in, exact scores and printed reports.

The command `okrsheets` does everything; programs may read the scores as pandas frames:

    import okrsheets

    frames = okrsheets.scores("okr-2026")
    frames.cycles.groupby("department")["score"].mean()
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from okrsheets.exports.frames import Scores

__all__ = ["__version__", "scores"]
__version__ = "0.1.0"


def scores(workspace: "str | os.PathLike[str]", *, cycle: str | None = None) -> "Scores":
    """Read all scores of a workspace as four pandas frames.

    Nothing is written. Scores are reckoned anew from the stored inputs, as the commands do it.

    Args:
        workspace: the workspace's folder, where `okrsheets.toml` is.
        cycle: a quarter (`2026Q3`) or month (`2026M07`), where not all of the year is wanted;
            `people` has everybody's year all the same.

    Returns:
        A named tuple of frames. Scores, weights, progress and confidence are 0 to 1, rounded to
        ten places; figures are in their key result's own unit; missing is `pandas.NA`, never 0.

        - `people`: a line for each line of the roster, with its year.
        - `cycles`: people × cycles lines, each with its state, also without a sheet.
        - `objectives`, `key_results`: a line for each that is written down.

        `key_results["parent"]` is the objective's `key`, `objectives["parent"]` the cycle's,
        `cycles["person"]` the person's id. docs/data-dictionary.md explains every column.

    Raises:
        okrsheets.errors.UsageError: no workspace, wrong settings, no roster, no such cycle.
        okrsheets.errors.DataError: the roster has faults, or the database is damaged.
    """
    from okrsheets.exports.api import scores as read  # noqa: PLC0415 - pandas is slow to load

    return read(workspace, cycle=cycle)
