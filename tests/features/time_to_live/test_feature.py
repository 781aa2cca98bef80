"""The row of time to live: how often its job runs, and which tables have a participant."""

from jedlik.core.keys.space import Space
from jedlik.engine.table import key_schema_of
from jedlik.features.options import Options
from jedlik.features.time_to_live.feature import feature
from jedlik.features.time_to_live.participant import ExpiryParticipant
from tests.engine.tables import record_of


def test_the_option_says_how_often_the_job_runs() -> None:
    (job,) = feature(Options(expiry_interval_s=0.5)).jobs
    assert (job.name, job.every_s) == ("expire items", 0.5)


def test_a_table_has_a_participant_while_time_to_live_is_enabled() -> None:
    hooks = feature(Options()).table
    plain, timed = record_of(), record_of(TimeToLiveAttribute="at")
    assert hooks.participant_for(plain, key_schema_of(plain)) is None
    participant = hooks.participant_for(timed, key_schema_of(timed))
    assert isinstance(participant, ExpiryParticipant)
    assert participant.attribute == "at"


def test_expiry_entries_are_erased_with_their_table() -> None:
    assert feature(Options()).table.spaces == (Space.EXPIRY,)
