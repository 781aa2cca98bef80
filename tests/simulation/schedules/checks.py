"""What must hold after every schedule.

At the moment at which the last task ends or dies, everything stored agrees (`jedlik verify`). Then
another process takes over when the leases of the killed are over. It must find and finish all work
that is left, though no clock but its own was right. After that everything stored agrees again, no
work is left, and the answers that clients got, together with a last look at everything, are
explained by some order of their operations.
"""

from collections.abc import Sequence

import orjson

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import item_from_bytes
from jedlik.engine.catalog import TABLE_ID_COUNTER
from jedlik.engine.jobs import LEASE_MS, next_piece
from jedlik.engine.table_record import record_from_bytes
from jedlik.engine.table_state import is_deleting
from jedlik.engine.verification import Report, verify
from jedlik.features.encryption_keys.table_keys import TableKeys
from jedlik.storage.encrypted import MARK, EncryptedStorage
from tests.simulation.schedules.client import ATTRIBUTE, VECTOR, Client
from tests.simulation.schedules.cluster import HOUR_MS, PROCESSES, Cluster, Process, ViolationError
from tests.simulation.schedules.model import Answer
from tests.simulation.schedules.streams import check_streams

_ROUNDS = 4


def check(cluster: Cluster) -> None:
    """Raise ViolationError if something does not hold. The tasks of the cluster have ended."""
    _verify(cluster, "when the last task ended")
    used = {task.process for task in cluster.tasks} - cluster.killed
    alive = [cluster.processes[number] for number in sorted(used)]
    # What was cut off may take effect during the first look, but not later.
    _look(cluster, [*alive, *alive])
    successor = _successor(cluster)
    _finish_work(cluster, successor)
    _verify(cluster, "when all work was done")
    _check_expiring(cluster)
    check_streams(cluster, successor)
    _look(cluster, [*alive, successor])
    for process in [*alive, successor]:
        cluster.run_alone(_check_searches(Client(process)))
    # The model does not know the states of a table that is being created or deleted.
    if cluster.parts.delay_ms == 0 and not cluster.history.is_explained():
        raise ViolationError(f"no order explains the answers:\n{cluster.history}")


def _verify(cluster: Cluster, moment: str) -> None:
    reports: list[Report] = []

    async def verified() -> None:
        process = cluster.processes[0]
        encrypted = EncryptedStorage(cluster.memory)
        data_keys = TableKeys(encrypted, process.node.sealing, process.node.ids)
        reports.append(await verify(encrypted, process.features, data_keys))

    cluster.run_alone(verified())
    if reports[0].sentences:
        raise ViolationError(f"verify, {moment}: {reports[0].sentences}")


def _successor(cluster: Cluster) -> Process:
    """Start a process, as the server starts one in place of each that was killed."""
    for number in cluster.killed:
        cluster.epochs.of(number)
    cluster.now_ms += LEASE_MS + 1
    return Process(cluster, PROCESSES, cluster.parts)


def _finish_work(cluster: Cluster, process: Process) -> None:
    due: list[str] = []

    async def work() -> None:
        await process.do_jobs()
        due.extend([job.name for job in process.jobs if await next_piece(job, process.node)])

    for _ in range(_ROUNDS):
        cluster.run_alone(work())
        if due:
            raise ViolationError(f"due, and nobody does it: {due}")
        if not (left := _work_left(cluster)):
            return
        cluster.now_ms += HOUR_MS  # a clock that was ahead may have planned it for later
    raise ViolationError(f"work is left: {left}")


def _work_left(cluster: Cluster) -> list[bytes]:
    """Return the work of jobs that will end, without leases."""
    work = [(key, value) for key, value in cluster.memory.values.items() if key.space == Space.JOB]
    return [
        value
        for key, value in work
        if key.partition != b"lease" and orjson.loads(value).get("Phase") != "SWEEP"
    ]


def _check_expiring(cluster: Cluster) -> None:
    """Check that time to live deletes what has expired while it is on, and nothing else."""
    stored = cluster.memory.values
    tables = {record_from_bytes(stored[key])["Id"] for key in stored if _is_record(key)}
    must_stay = cluster.history.must_stay or set()
    deleted = [key for key in must_stay if key.table in tables and key not in stored]
    if deleted:
        raise ViolationError(f"deleted after time to live was off: {deleted}")
    plain = [key for key in stored if key.space == Space.ITEM and stored[key][0] != MARK]
    items = [item_from_bytes(stored[key]) for key in plain]
    if any(key.space == Space.EXPIRY for key in stored):
        now_s = cluster.now_ms // 1000
        late = [item for item in items if int(item.get(ATTRIBUTE, {"N": "9" * 12})["N"]) <= now_s]
        if late:
            raise ViolationError(f"expired, and not deleted: {late}")


def _is_record(key: Key) -> bool:
    return key.space == Space.CATALOG and key != TABLE_ID_COUNTER


def _look(cluster: Cluster, processes: Sequence[Process]) -> None:
    """Look at all items by each process, so that the history says what they show."""
    for process in processes:
        cluster.run_alone(_scan(Client(process)))


async def _scan(client: Client) -> None:
    await client.scan()


async def _check_searches(client: Client) -> None:
    """Check that searches of the vector index find all of its items, also from a cache."""
    stored = client.cluster.memory.values
    records = [record_from_bytes(stored[key]) for key in stored if _is_record(key)]
    for record in records:
        if all(is_deleting(index) for index in record.get("VectorIndexes", ())):
            continue
        items = [
            item_from_bytes(value)
            for key, value in stored.items()
            if key.space == Space.ITEM and key.table == record["Id"]
        ]
        expected = Answer(value=sorted(item["pk"]["S"] for item in items if VECTOR in item))
        for _ in range(3):  # the second one fills the cache
            found = await client.search()
            if found != expected:
                raise ViolationError(f"a search finds {found}, expected {expected}")
