"""Background jobs: work that outlives its request, shared by all processes over one storage.

`app` starts `runner.keep` once for each row of JOBS. In reading order: `erase_tables` and
`erase_indexes` (what deleted tables and indexes held), `erase_tokens` (expired
ClientRequestTokens), `build_indexes` (items of before an index), `expire_items` (time to live),
`roll_shards` and `trim_streams`, `runner` (leases: of several processes one does the work).
"""

from typing import Final

from jedlik.engine.job import Job
from jedlik.engine.jobs import (
    build_indexes,
    erase_indexes,
    erase_tables,
    erase_tokens,
    expire_items,
    roll_shards,
    trim_streams,
)

JOBS: Final[tuple[Job, ...]] = (
    erase_tables.JOB,
    erase_tokens.JOB,
    erase_indexes.JOB,
    build_indexes.JOB,
    expire_items.JOB,
    roll_shards.JOB,
    trim_streams.JOB,
)
