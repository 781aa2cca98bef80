"""The features of the product, in the order in which they may import each other."""

from typing import Final

from jedlik.engine.jobs import Job
from jedlik.features.secondary_indexes import build_indexes
from jedlik.features.secondary_indexes import erasure as erase_indexes
from jedlik.features.streams import roll_shards, trim_streams
from jedlik.features.tables import erasure as erase_tables
from jedlik.features.time_to_live import expire_items
from jedlik.features.transactions import client_token as erase_tokens

JOBS: Final[tuple[Job, ...]] = (
    erase_tables.JOB,
    erase_tokens.JOB,
    erase_indexes.JOB,
    build_indexes.JOB,
    expire_items.JOB,
    roll_shards.JOB,
    trim_streams.JOB,
)
