"""What a cluster of Citus must be, so that a database can be distributed over it."""

import json
from collections.abc import Sequence
from typing import Final

import asyncpg

from jedlik.storage.postgresql.open_error import REQUIRED, OpenError

_MAJOR_MIN: Final = 13  # the versions whose commits and recovery were read and tested
_VERSION: Final = "SELECT extversion FROM pg_extension WHERE extname = 'citus'"
_GROUP: Final = "SELECT groupid FROM pg_dist_local_group"
_NODES: Final = (
    "SELECT count(*) FILTER (WHERE groupid = 0), count(*) FILTER (WHERE groupid <> 0)"
    " FROM pg_dist_node WHERE isactive AND noderole = 'primary'"
)
_PLACES: Final = "SELECT value FROM place ORDER BY number"


async def check_cluster(
    connection: "asyncpg.Connection[asyncpg.Record]", shown: str, *, is_new: bool
) -> None:
    """Raises OpenError unless the database is that of a coordinator with safe workers.

    is_new: whether the database is not distributed yet. Then all workers must answer.
    """
    version = await connection.fetchval(_VERSION)
    if version is None:
        raise OpenError(f"{shown} has no Citus: run CREATE EXTENSION citus there, on all nodes")
    if int(version.partition(".")[0]) < _MAJOR_MIN:
        raise OpenError(f"{shown} has Citus {version}; {_MAJOR_MIN} or newer is needed")
    if await connection.fetchval(_GROUP) != 0:
        raise OpenError(f"{shown} is a worker of Citus: give the address of the coordinator")
    coordinators, workers = await connection.fetchrow(_NODES) or (0, 0)
    if not coordinators:
        raise OpenError(
            f"{shown} is not in its own list of nodes: run SELECT citus_set_coordinator_host there"
        )
    if not workers:
        raise OpenError(f"{shown} has no workers: run SELECT citus_add_node there for each")
    names = [name for name, _, _ in REQUIRED]
    shows = ", ".join(f"current_setting('{name}')" for name in names)
    rows = await connection.fetch(
        "SELECT nodename || ':' || nodeport, success, result FROM run_command_on_workers($1)",
        f"SELECT json_build_array({shows})",
    )
    for worker, succeeded, result in rows:
        if not (succeeded or is_new):
            continue
        if not succeeded:
            raise OpenError(f"the worker {worker} does not answer: {result}")
        for value, (name, refused, reason) in zip(json.loads(result), REQUIRED, strict=True):
            if value in refused:
                raise OpenError(
                    f"the worker {worker} has the setting {name} = {value}: {reason}. Change it"
                )


async def places_of(
    connection: "asyncpg.Connection[asyncpg.Record]", shown: str, shards: int
) -> Sequence[int]:
    """Returns the places of the shards. Raises OpenError.

    shards: how many the operator has given, 0 for any number.
    """
    values = [row[0] for row in await connection.fetch(_PLACES)]
    if shards and len(values) != shards:
        raise OpenError(
            f"{shown} has {len(values)} shards, not {shards}. Their number cannot be changed"
        )
    return values
