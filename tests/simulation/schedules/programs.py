"""The programs whose schedules are explored.

Each has the tasks of several processes: clients, and the background jobs. The jobs take pieces of
two items (`test_schedules`), so that the work of a small table has several pieces.
"""

from tests.simulation.schedules.client import NAME, STREAM, Client
from tests.simulation.schedules.cluster import HOUR_MS, Cluster
from tests.simulation.schedules.exploration import CLOCKS, DISTURBANCES, Program
from tests.simulation.schedules.reader import Reader

FAR_S = 10 * 86_400
N = {"n": {"S": "1"}}


def client(cluster: Cluster, process: int) -> Client:
    """A client of a process."""
    return Client(cluster.processes[process])


async def fill(cluster: Cluster, **members: object) -> Client:
    """Create the table with three items and a counter."""
    first = client(cluster, 0)
    await first.create(**members)
    for pk in ("a", "b", "c"):
        await first.put(pk, **N)
    await first.add("count")
    return first


# A table that is deleted and created again, while another process uses it and a third erases it.


async def _recreate(owner: Client) -> None:
    await owner.drop()
    await owner.create()
    await owner.put("a")
    await owner.add("count")
    await owner.scan()
    await owner.drop()


async def _use(user: Client) -> None:
    await user.get("a")
    await user.put("b")
    await user.get("b")
    await user.add("count")
    await user.scan()
    await user.delete("a")
    await user.get("a")


def _start_recreated(cluster: Cluster) -> None:
    cluster.add(1, _use(client(cluster, 1)))
    cluster.add(0, _recreate(client(cluster, 0)))
    cluster.add(0, cluster.processes[0].do_jobs(rounds=2))
    cluster.add(2, cluster.processes[2].do_jobs())


async def _prepare_recreated(cluster: Cluster) -> None:
    await fill(cluster)


# An index that is built while items are written, and is deleted.


async def _change_indexes(owner: Client) -> None:
    await owner.add_index()
    await owner.put("d", **N)
    await owner.drop_index()
    await owner.add_index("again")


async def _write(user: Client) -> None:
    await user.put("a", n={"S": "2"})
    await user.delete("b")
    await user.add("count")
    await user.put("e", **N)
    await user.put("c")
    await user.scan()


def _start_indexes(cluster: Cluster) -> None:
    cluster.add(1, _write(client(cluster, 1)))
    cluster.add(0, _change_indexes(client(cluster, 0)))
    cluster.add(0, cluster.processes[0].do_jobs(rounds=2))
    cluster.add(2, cluster.processes[2].do_jobs())


async def _prepare_indexes(cluster: Cluster) -> None:
    first = await fill(cluster)
    await first.put("f", **N)
    await first.put("g", **N)


# A table with an index and a stream that gets its first key, and loses it, while items are written.


async def _change_keys(owner: Client) -> None:
    await owner.update(SSESpecification={"Enabled": True})
    await owner.put("d", **N)
    await owner.update(SSESpecification={"Enabled": False})
    await owner.update(SSESpecification={"Enabled": True})


def _start_encrypted(cluster: Cluster) -> None:
    cluster.add(1, _write(client(cluster, 1)))
    cluster.add(0, _change_keys(client(cluster, 0)))
    cluster.add(0, cluster.processes[0].do_jobs("encrypt items", rounds=2))
    cluster.add(2, cluster.processes[2].do_jobs("encrypt items"))


async def _prepare_encrypted(cluster: Cluster) -> None:
    first = await fill(cluster, StreamSpecification=STREAM)
    await first.add_index()
    await cluster.processes[0].do_jobs()
    await first.put("f", **N)


# An index as above, with vectors.


async def _change_vector_indexes(owner: Client) -> None:
    await owner.add_vector_index()
    await owner.put("d", x=_vector(3))
    await owner.search()
    await owner.drop_vector_index()
    await owner.add_vector_index()


async def _write_vectors(user: Client) -> None:
    await user.put("a", x=_vector(2))
    await user.delete("b")
    await user.put("c")
    await user.put("e", x=_vector(5))


async def _search(user: Client) -> None:
    for _ in range(3):
        await user.search()


def _vector(number: int) -> dict[str, object]:
    return {"L": [{"N": str(number)}]}


def _start_vector_indexes(cluster: Cluster) -> None:
    cluster.add(0, _change_vector_indexes(client(cluster, 0)))
    cluster.add(1, _write_vectors(client(cluster, 1)))
    cluster.add(2, cluster.processes[2].do_jobs())
    cluster.add(1, _search(client(cluster, 1)))
    cluster.add(0, cluster.processes[0].do_jobs())


async def _prepare_vector_indexes(cluster: Cluster) -> None:
    first = client(cluster, 0)
    await first.create()
    for pk in ("a", "b", "c", "f", "g"):
        await first.put(pk, x=_vector(1))


# Time to live: it is switched off while its job deletes, and on again.


async def _switch_off(owner: Client) -> None:
    await owner.set_time_to_live(enabled=False)
    await owner.put_expiring("late", -1)


async def _switch(owner: Client) -> None:
    await owner.set_time_to_live(enabled=False)
    owner.cluster.now_ms += HOUR_MS
    await owner.put_expiring("late", 5)
    await owner.set_time_to_live(enabled=True)
    await owner.put_expiring("later", -1)


async def _write_expiring(user: Client) -> None:
    await user.put_expiring("x", -1)
    await user.put("a", at={"N": str(user.cluster.now_ms // 1000 + FAR_S)})
    await user.put_expiring("y", 1)
    await user.put("a")


def _start_switched_off(cluster: Cluster) -> None:
    cluster.add(1, cluster.processes[1].do_jobs("expire items", rounds=2))
    cluster.add(0, _switch_off(client(cluster, 0)))
    cluster.add(2, cluster.processes[2].do_jobs("expire items"))


def _start_switched(cluster: Cluster) -> None:
    cluster.add(0, _switch(client(cluster, 0)))
    cluster.add(1, cluster.processes[1].do_jobs("expire items", rounds=2))
    cluster.add(2, _write_expiring(client(cluster, 2)))
    cluster.add(0, cluster.processes[0].do_jobs("expire items", rounds=2))


async def _prepare_expiring(cluster: Cluster) -> None:
    """Time to live is on, and its job has not begun."""
    first = await fill(cluster)
    for pk in ("1", "2", "3", "4", "5"):
        await first.put_expiring(pk, -1)
    await first.put("d", at={"N": str(cluster.now_ms // 1000 + FAR_S)})
    await first.set_time_to_live(enabled=True)
    cluster.now_ms += HOUR_MS


# A stream: it begins and ends, its shards roll, readers follow.


async def _switch_stream(owner: Client) -> None:
    await owner.set_stream(enabled=False)
    await owner.put("a")
    await owner.set_stream(enabled=True)
    await owner.put("a")
    await owner.put("a")


async def _write_changes(user: Client) -> None:
    await user.put("b")
    await user.delete("b")
    await user.add("count")
    await user.put("b")


def _start_streams(cluster: Cluster) -> None:
    cluster.add(1, _write_changes(client(cluster, 1)))
    cluster.add(0, cluster.processes[0].do_jobs("roll shards"))
    reader = Reader(NAME)
    cluster.readers.append(reader)
    cluster.add(2, reader.read(cluster.processes[2], rounds=3))
    cluster.add(0, _switch_stream(client(cluster, 0)))
    cluster.add(1, cluster.processes[1].do_jobs("roll shards", "trim streams"))


async def _prepare_stream(cluster: Cluster) -> None:
    """The open shard is four hours old, so it is to roll."""
    first = await fill(cluster, StreamSpecification=STREAM)
    cluster.now_ms += 4 * HOUR_MS
    await first.put("a")


# A stream whose records are older than a day.


async def _end_stream(owner: Client) -> None:
    await owner.put("a")
    await owner.set_stream(enabled=False)
    await owner.drop()


def _start_trimmed(cluster: Cluster) -> None:
    cluster.add(2, cluster.processes[2].do_jobs("trim streams"))
    cluster.add(1, _write_changes(client(cluster, 1)))
    cluster.add(0, _end_stream(client(cluster, 0)))
    cluster.add(1, cluster.processes[1].do_jobs("roll shards", "trim streams", "erase tables"))


async def _prepare_trimmed(cluster: Cluster) -> None:
    await _prepare_stream(cluster)
    cluster.now_ms += 25 * HOUR_MS
    cluster.history.forget_images()


# Transactions that come twice, and counters.


async def _transact(user: Client, *tokens: str) -> None:
    for token in tokens:
        await user.transact(token, "count", "other")
    await user.get("count")


async def _protect(owner: Client) -> None:
    for protected in (True, False):
        await owner.update(DeletionProtectionEnabled=protected)
        owner.cluster.now_ms += 15_000


async def _increment(user: Client) -> None:
    for pk in ("count", "other", "count"):
        await user.add(pk)


def _start_transactions(cluster: Cluster) -> None:
    cluster.add(0, _transact(client(cluster, 0), "one", "two", "one"))
    cluster.add(1, _transact(client(cluster, 1), "two", "one"))
    cluster.add(2, _increment(client(cluster, 2)))
    cluster.add(2, _protect(client(cluster, 2)))
    cluster.add(0, cluster.processes[0].do_jobs("erase tokens"))


async def _prepare_transactions(cluster: Cluster) -> None:
    await fill(cluster)


# Clocks that are wrong, while all kinds of work are done.


async def _change_everything(owner: Client) -> None:
    await owner.add_index()
    await owner.set_stream(enabled=True)
    await owner.put("d", **N)
    await owner.set_time_to_live(enabled=True)
    await owner.put("a", **N)


def _start_clocks(cluster: Cluster) -> None:
    cluster.add(0, _change_everything(client(cluster, 0)))
    cluster.add(1, _write_changes(client(cluster, 1)))
    cluster.add(2, cluster.processes[2].do_jobs())
    cluster.add(0, cluster.processes[0].do_jobs("build indexes", "roll shards", "expire items"))


# One job that several processes want to do, with clocks that are ahead.


def _start_leases(cluster: Cluster) -> None:
    for number in (0, 1):
        cluster.add(number, cluster.processes[number].do_jobs("build indexes"))


async def _prepare_leases(cluster: Cluster) -> None:
    first = await fill(cluster)
    await first.add_index()


PROGRAMS = (
    Program("recreated", _prepare_recreated, _start_recreated),
    Program("indexes", _prepare_indexes, _start_indexes),
    Program("encrypted", _prepare_encrypted, _start_encrypted),
    Program("vector indexes", _prepare_vector_indexes, _start_vector_indexes),
    Program("switched off", _prepare_expiring, _start_switched_off),
    Program("switched", _prepare_expiring, _start_switched),
    Program("streams", _prepare_stream, _start_streams),
    Program("trimmed", _prepare_trimmed, _start_trimmed),
    Program("transactions", _prepare_transactions, _start_transactions),
    Program("leases", _prepare_leases, _start_leases, ("KILL", "STALL", "AHEAD")),
    Program("clocks", _prepare_indexes, _start_clocks, (*DISTURBANCES, *CLOCKS)),
)
