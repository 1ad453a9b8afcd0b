"""The review questions of the bands, where a company asks its own."""

from dataclasses import dataclass

from okrsheets.model.method import Band


@dataclass(frozen=True, slots=True)
class BandQuestions:
    """A company's own review questions, by band; none means the built-in ones.

    They stand on sheets and reports as they are written, in whatever language.
    """

    outstanding: tuple[str, ...] = ()
    on_target: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    no_progress: tuple[str, ...] = ()

    def of(self, band: Band) -> tuple[str, ...]:
        """Give the own questions of a band."""
        return {
            Band.OUTSTANDING: self.outstanding,
            Band.ON_TARGET: self.on_target,
            Band.BELOW: self.below,
            Band.NO_PROGRESS: self.no_progress,
        }[band]
