"""What `report --archive` adds to a finished report: PDF/A-3 with what it was made from attached.

A person's report carries the score sheet as it came and the scores as data; a pack or document
carries the scores of its people. The pages are those of the plain report, so the page cache knows
nothing of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cached_property

from okrsheets.batch.export import score_records
from okrsheets.errors import N_, DataError
from okrsheets.language import Language
from okrsheets.model import Cycle, PersonYear
from okrsheets.render.archive import Attachment, Relation, archiving, make_archive
from okrsheets.render.binding import Finish
from okrsheets.sheets.names import safe_id
from okrsheets.store import StoreMode, open_store
from okrsheets.store.freezing import current_hashes
from okrsheets.store.originals import hash_of, original_path
from okrsheets.workspace import Workspace

ARCHIVE_FOLDER = "archive"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_JSON = "application/json"


@dataclass(frozen=True)
class Archiver:
    """Makes the archive copies of one run's reports."""

    workspace: Workspace
    cycle: Cycle

    @cached_property
    def _hashes(self) -> Mapping[str, str]:
        """Everybody's current version by its SHA-256."""
        if not self.workspace.database.exists():
            return {}
        with open_store(self.workspace.database, mode=StoreMode.READ) as store:
            return current_hashes(store, self.workspace.settings.year)

    def of_person(self, pdf: bytes, person: PersonYear, speech: Language) -> bytes:
        """Give a person's report with the sheet and the scores attached.

        Raises:
            DataError: the sheet as it came is not kept any more, or is not what came.
        """
        return make_archive(pdf, [*self._sheet(person, speech), self._scores((person,), speech)])

    def of_people(self, people: Sequence[PersonYear], speech: Language) -> Finish:
        """Give what attaches the scores of its people to a pack or document when it is bound."""
        return archiving([self._scores(people, speech)])

    def _sheet(self, person: PersonYear, speech: Language) -> Iterator[Attachment]:
        """Give the current version as it came; nothing where nothing is submitted."""
        digest = self._hashes.get(person.person.id)
        if digest is None or person.submission is None:
            return
        path = original_path(self.workspace.originals, digest)
        try:
            data = path.read_bytes()
        except OSError:
            data = b""
        if hash_of(data) != digest:
            raise DataError(
                N_("the sheet {file} is missing or was changed; put the backup back"), file=path
            )
        said = N_("Score sheet of {name} ({id}) as received on {date}, version {version}")
        yield Attachment(
            name=f"{safe_id(person.person.id)}_{self.workspace.settings.year}.xlsx",
            data=data,
            mime=_XLSX,
            description=speech.text(
                said,
                name=person.person.name,
                id=person.person.id,
                date=str(person.received or ""),
                version=str(person.version or 1),
            ),
            relation=Relation.SOURCE,
            modified=_day(person),
        )

    def _scores(self, people: Sequence[PersonYear], speech: Language) -> Attachment:
        """Give the records that `okrsheets scores --format json` gives of these people."""
        records = score_records(people, self.workspace.policies, self.cycle)
        text = json.dumps(records, ensure_ascii=False, indent=2, allow_nan=False)
        return Attachment(
            name=f"scores_{self.cycle}.json",
            data=f"{text}\n".encode(),
            mime=_JSON,
            description=speech.text(N_("Scores of {cycle} as data"), cycle=self.cycle),
            relation=Relation.DATA,
            modified=max((day for person in people if (day := _day(person))), default=None),
        )


def _day(person: PersonYear) -> datetime | None:
    """Give the day on which a person's current version came; the run's own time is not said."""
    return datetime.combine(person.received, time(), UTC) if person.received else None
