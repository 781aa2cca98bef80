"""The row of time to live in `features.registry`."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from jedlik.core.keys.key import Key
from jedlik.core.keys.key_schema import KeySchema
from jedlik.core.keys.space import Space
from jedlik.engine.feature import Feature
from jedlik.engine.participant import Participant
from jedlik.engine.table_hooks import TableChange, TableHooks
from jedlik.engine.table_record import TableRecord
from jedlik.features.options import Options
from jedlik.features.time_to_live import expire_items
from jedlik.features.time_to_live.participant import expiry_participant
from jedlik.features.time_to_live.records import work_mutations
from jedlik.storage.interface import Mutation

if TYPE_CHECKING:
    from jedlik.engine.verification import Verifier


class TimeToLiveHooks(TableHooks):
    """A change of the setting stores the work of the job."""

    spaces = (Space.EXPIRY,)

    def participant_for(self, record: TableRecord, key: KeySchema) -> Participant | None:
        """See TableHooks."""
        return expiry_participant(record)

    def derive(self, change: TableChange, values: Mapping[Key, bytes | None]) -> Sequence[Mutation]:
        """See TableHooks."""
        return work_mutations(change)


def feature(options: Options) -> Feature:
    """Returns the feature."""
    job = expire_items.JOB._replace(every_s=options.expiry_interval_s)
    return Feature("time_to_live", TimeToLiveHooks(), (job,), _verifier)


def _verifier() -> "Verifier":
    from jedlik.features.time_to_live.verify import VERIFIER  # noqa: PLC0415  (a server never verifies)

    return VERIFIER
