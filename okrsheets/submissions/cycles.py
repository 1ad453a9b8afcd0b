"""Whether a sheet has quarters or months: by the shape it names, else by the tabs it has."""

from collections.abc import Iterable
from types import MappingProxyType

from okrsheets.findings import Finding
from okrsheets.model import SheetIdentity
from okrsheets.shape import MONTHS, QUARTERS, read_shape

_CYCLES = MappingProxyType({"Q": QUARTERS, "M": MONTHS})


def own_cycles(identity: SheetIdentity | None, keys: Iterable[str]) -> tuple[str, ...] | None:
    """Give the cycles of a sheet: `Q1` to `Q4` or `M01` to `M12`.

    Args:
        identity: what the sheet says it is; one issued earlier does not name its shape.
        keys: the keys of its tabs (`Q1`, `annual`) or of its fields (`Q1.O1.text`).

    Returns:
        The cycles; None where nothing tells, or tabs of both kinds are there.
    """
    named = read_shape(identity.shape) if identity else None
    if named is not None:
        return named.cycles
    kinds = {key[:1] for key in keys} & _CYCLES.keys()
    return _CYCLES[kinds.pop()] if len(kinds) == 1 else None


def other_cycles(
    own: tuple[str, ...] | None, company: tuple[str, ...] | None
) -> tuple[Finding, ...]:
    """Give L205 where a sheet has other cycles than the company: months are no quarters."""
    if own is None or company is None or own == company:
        return ()
    fields = {"found": _span(own), "known": _span(company)}
    return (Finding("L205", value=_span(own), fields=MappingProxyType(fields)),)


def _span(cycles: tuple[str, ...]) -> str:
    return f"{cycles[0]}–{cycles[-1]}"
