"""What a node knows about one replica. tests/storage/postgresql/test_replicas.py reads from one."""

import asyncio
import math
import time

import pytest

from jedlik.storage.interface import StorageUnavailableError
from jedlik.storage.postgresql.failures import UNAVAILABLE
from jedlik.storage.postgresql.replica import Replica
from tests.storage.postgresql.database import address
from tests.storage.scenarios import key


def test_a_replica_is_fresh_as_long_as_its_proof_is() -> None:
    replica = Replica(address("postgresql://jedlik@127.0.0.1:1/none"), 1)
    assert not replica.is_fresh(1e9)
    now_s = time.monotonic()
    replica.proven(now_s - 100)
    assert replica.is_fresh(1_000)
    assert not replica.is_fresh(100)
    replica.proven(now_s - 200)  # an older proof changes nothing
    assert replica.proven_s == now_s - 100


def test_after_a_failure_it_needs_a_new_proof() -> None:
    replica = Replica(address("postgresql://jedlik@127.0.0.1:1/none"), 1)
    now_s = time.monotonic()
    replica.proven(now_s)
    replica.failed()
    assert not replica.is_fresh(1_000)
    replica.proven(now_s)
    assert not replica.is_fresh(1_000)
    replica.proven(now_s + 0.001)
    assert replica.is_fresh(1_000)


def test_nothing_waits_for_a_server_that_is_not_there() -> None:
    async def scenario() -> None:
        replica = Replica(address("postgresql://jedlik@127.0.0.1:1/none"), 1)
        with pytest.raises(UNAVAILABLE):
            await replica.look(1)
        with pytest.raises(StorageUnavailableError):
            await replica.read([key(b"a")])
        assert replica.proven_s == -math.inf
        await replica.close()
        with pytest.raises(StorageUnavailableError):
            await replica.read([key(b"a")])

    asyncio.run(scenario())
