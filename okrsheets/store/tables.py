"""The tables' names and columns, for queries; types and constraints stand in the migrations."""

from sqlalchemy import TableClause, column, table


def _table(name: str, columns: str) -> TableClause:
    return table(name, *(column(word) for word in columns.split()))


SHEETS = _table("sheets", "id person year code scored_with")
VERSIONS = _table(
    "versions",
    "id sheet_id version sha256 file name identity modified received joins current settles",
)
CELLS = _table("cells", "version_id key sheet ref kind raw format formula value")
JOINED_CELLS = _table("joined_cells", "sheet_id key version_id")
CYCLE_ROWS = _table(
    "cycle_rows", "sheet_id cycle state score score_exact band scored cycles provisional"
)
OBJECTIVE_ROWS = _table(
    "objective_rows",
    "sheet_id cycle number text supports weight_given weight weight_exact state score score_exact",
)
KEY_RESULT_ROWS = _table(
    "key_result_rows",
    "sheet_id cycle objective number text type unit owner weight_given weight weight_exact"
    " baseline target upper v30 v70 actual confidence raw_exact progress progress_exact"
    " self_score reviewer_score score score_exact source status reason evidence depends",
)
FILES = _table("files", "id name sha256 state person received")
FINDING_ROWS = _table("finding_rows", "file_id position code severity sheet ref key value fields")
AUDIT = _table("audit", "id at who what person detail")
FREEZES = _table("freezes", "id year cycle at who")
FROZEN_PLANS = _table("frozen_plans", "person cycle freeze_id year sha256 fingerprint plan")
CLOSINGS = _table("closings", "id year cycle at who policies reopened_at reopened_by reason")
CLOSED_SCORES = _table("closed_scores", "closing_id person state score score_exact band")
CHECK_IN_ROWS = _table(
    "check_in_rows",
    "sheet_id cycle objective number day value confidence status note version_id line",
)
