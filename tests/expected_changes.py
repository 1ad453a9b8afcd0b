"""What changed in a plan since its freeze, as it must be printed; and comparing such things."""

from collections.abc import Iterator, Mapping, Sequence

from equality_kit import Tally
from equality_sheets import Record, shown_percent, shown_score
from expected_figures import Figure, Typed
from printed_figures import Key
from printed_words import code_of

Printed = str | Figure
Row = tuple[Printed, ...]


def compare_sheet(
    printed: Mapping[Key, str], expected: Mapping[Key, Printed], tally: Tally
) -> None:
    """Compare what stands on a report with what must."""
    for key, figure in expected.items():
        text = printed.get(key, "")
        if _is_printed(text, figure):
            tally.compared[key[3]] += bool(text)
            tally.blanks += not text
        else:
            tally.wrong.append(f"{key}: printed {text!r}, stored {figure!r}")
    extra = [key for key in printed.keys() - expected.keys() if printed[key]]
    tally.wrong += [f"{key}: printed {printed[key]!r}, not stored" for key in extra]


def compare_changes(
    printed: Sequence[Sequence[str]], change: Record | None, tally: Tally, who: str
) -> None:
    """Compare the rows of what changed since the freeze; none where nothing did."""
    wanted = list(expected_changes(change)) if change else []
    tally.check("lines changed", (who, len(printed)), (who, len(wanted)))
    for row, stored in zip(printed, wanted, strict=False):
        same = all(_is_printed(text, figure) for text, figure in zip(row, stored, strict=True))
        tally.check("changes", row if not same else "", stored if not same else "")


def _is_printed(text: str, figure: Printed) -> bool:
    return text == figure if isinstance(figure, str) else figure.is_printed(text)


def expected_changes(change: Record) -> Iterator[Row]:
    """Give the rows of what changed: number, frozen, present, and the scores."""
    for line in change["changes"]:
        number = f"{line['objective']}.{line['key_result']}" if line["key_result"] else ""
        rows: list[tuple[Printed, Printed]] = []
        if line["change"] == "added":
            rows.append(("—", code_of(line["text"])))
        elif line["change"] == "removed":
            rows.append((code_of(line["text"]), "—"))
        rows += [_changed(one) for one in line["fields"]]
        pair = (shown_score(line["computed_frozen"]), shown_score(line["computed"]))
        scores = (shown_score(line["score_frozen"]), shown_score(line["score"]))
        typed = any(score and score != own for score, own in zip(scores, pair, strict=True))
        if pair[0] != pair[1] and typed:
            rows.append((pair[0] or "—", pair[1] or "—"))
        told = tuple(score or "—" for score in scores) if any(scores) else ("", "")
        yield (number or f"O{line['objective']}", *rows[0], *told)
        yield from (("", *row, "", "") for row in rows[1:])
    whole = (shown_score(change[name]) or "—" for name in ("score_frozen", "score"))
    yield ("", "", "", *whole)


def _changed(one: Record) -> tuple[Printed, Printed]:
    values = (one["frozen"], one["present"])

    def shown(value: object) -> Printed:
        if value is None:
            return "—"
        if one["field"] == "weight":
            return shown_percent(value)
        if isinstance(value, int | float):
            return Typed(value, values)
        return code_of(str(value))

    return shown(values[0]), shown(values[1])
