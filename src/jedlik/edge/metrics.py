"""Counters of requests and connections, and the page that shows them to Prometheus.

Counters are 64-bit cells in memory that all workers share. Each worker has one row and writes no
other, so no lock is needed. An answer is counted in integers of its worker. Those that changed are
copied to the row once a second, and when this worker makes the page. The worker that makes the page
adds up all rows. Make `Metrics` before forking, and `worker(n)` after.

A row has one block for each operation: the number of answers by error code, the number of answers
by latency, and the sum of the latencies in microseconds. The cells of the connections follow the
blocks.
"""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from math import inf
from typing import TYPE_CHECKING, Final, final

from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

_NO_OPERATION: Final = ("", "")
_CELL_BYTES: Final = 8
_MICROSECONDS: Final = 1_000_000

# Upper bounds of the latency histogram, in seconds. Most answers take about a millisecond, so the
# bounds are closest there.
BOUNDS_S: Final[Sequence[float]] = (
    0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
    0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
)  # fmt: skip

_RECEIVED: Final = 0
_SENT: Final = 1
_CONNECTIONS: Final = 2
_IN_FLIGHT: Final = 3
_REFUSED: Final = 4
_CONNECTION_CELLS: Final = 5

_LIMIT: Final = 0
_HELD: Final = 1
_SHED: Final = 2
_MEMORY_CELLS: Final = 3

_REPLICA_CELLS: Final = 2
_LAG_MS_MAX: Final = 1 << 53


@final
class _Layout:
    """The positions of the cells in a row.

    operations: the names of API and operation. The empty names count requests for no operation.
    codes: the codes of errors. The empty code counts successes. Their cells begin a block.
    latencies_at, sum_at: the positions of the other cells of a block.
    connection_at: the position of the cells of the connections.
    failures: kinds of failures of the storage.
    memory_at: the position of the cells of the memory.
    failures_at: the position of the cells of the failures. One cell for each kind counts failed
        calls, and then one for each kind says whether it goes on.
    replicas: the names of the replicas of the storage.
    replicas_at: the position of their cells. Each has two: its lag in milliseconds plus one, or
        zero if nothing is known, and the number of its reads.
    """

    def __init__(
        self,
        operations: Sequence[tuple[str, str]],
        codes: Sequence[str],
        failures: Sequence[str],
        replicas: Sequence[str],
    ) -> None:
        self.operations: Sequence[tuple[str, str]] = (_NO_OPERATION, *operations)
        self.codes: Sequence[str] = ("", *codes)
        self.latencies_at = len(self.codes)
        self.sum_at = self.latencies_at + len(BOUNDS_S) + 1
        self.block_cells = self.sum_at + 1
        self.connection_at = len(self.operations) * self.block_cells
        self.failures = failures
        self.memory_at = self.connection_at + _CONNECTION_CELLS
        self.failures_at = self.memory_at + _MEMORY_CELLS
        self.replicas = replicas
        self.replicas_at = self.failures_at + 2 * len(failures)
        self.row_cells = self.replicas_at + _REPLICA_CELLS * len(replicas)


class Metrics:
    """The counters of all workers."""

    def __init__(
        self,
        operations: Sequence[tuple[str, str]],
        codes: Sequence[str],
        workers: int,
        failures: Sequence[str] = (),
        *,
        replicas: Sequence[str] = (),
    ) -> None:
        """operations: the names of API and operation, of each. codes: the codes of all errors.
        failures: the kinds of failures of the storage. replicas: the names of its replicas.
        """
        self._layout = _Layout(operations, codes, failures, replicas)
        cells = self._layout.row_cells
        self._memory = mmap.mmap(-1, workers * cells * _CELL_BYTES)
        memory = memoryview(self._memory).cast("Q")
        self._rows = [memory[start : start + cells] for start in range(0, len(memory), cells)]
        self._own: list[WorkerMetrics] = []  # those of this process

    def worker(self, number: int) -> "WorkerMetrics":
        """Returns the counters of one worker. number: that of the worker, from 0.

        A worker that replaces another continues its counts. The numbers of open connections and of
        waiting requests start at zero.
        """
        own = WorkerMetrics(self._rows[number], self._layout)
        self._own.append(own)
        return own

    def page(self, _: HttpRequest) -> HttpResponse:
        """Returns all counters in the text format of Prometheus."""
        from prometheus_client.exposition import (  # noqa: PLC0415  (only the page needs it)
            CONTENT_TYPE_LATEST,
            generate_latest,
        )
        from prometheus_client.registry import CollectorRegistry  # noqa: PLC0415

        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        lines = header_lines(
            [
                (b"Content-Type", CONTENT_TYPE_LATEST.encode()),
                (b"X-Content-Type-Options", b"nosniff"),
            ]
        )
        return HttpResponse(200, lines, generate_latest(registry))

    def describe(self) -> "list[Metric]":
        """Returns no metric. Otherwise the registry would call `collect` once to find the names."""
        return []

    def collect(self) -> "Iterator[Metric]":
        """Yields the sums of all rows as metrics of the Prometheus client."""
        for own in self._own:
            own.publish()
        sums = [sum(cells) for cells in zip(*self._rows, strict=True)]
        yield from self._of_operations(sums)
        yield from self._of_connections(sums)
        yield from self._of_memory(sums)
        yield from self._of_storage(sums)
        if self._layout.replicas:
            yield from self._of_replicas(sums)

    def _of_operations(self, sums: Sequence[int]) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import (  # noqa: PLC0415
            CounterMetricFamily,
            HistogramMetricFamily,
        )

        layout = self._layout
        requests = CounterMetricFamily(
            "jedlik_requests",
            "Answers by API, operation and error code.",
            labels=["api", "operation", "code"],
        )
        seconds = HistogramMetricFamily(
            "jedlik_request_seconds",
            "Time from whole request to answer.",
            labels=["api", "operation"],
        )
        for index, (api, operation) in enumerate(layout.operations):
            block = sums[index * layout.block_cells : (index + 1) * layout.block_cells]
            answers = block[: layout.latencies_at]
            latencies = block[layout.latencies_at : layout.sum_at]
            for code, count in zip(layout.codes, answers, strict=True):
                if count:
                    requests.add_metric([api, operation, code or "OK"], count)
            if any(latencies):
                buckets = list(_buckets(latencies))
                total_s = block[layout.sum_at] / _MICROSECONDS
                seconds.add_metric([api, operation], buckets, total_s)
        yield requests
        yield seconds

    def _of_connections(self, sums: Sequence[int]) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import (  # noqa: PLC0415
            CounterMetricFamily,
            GaugeMetricFamily,
        )

        cells = sums[self._layout.connection_at :]
        received = "Bytes of request bodies received."
        yield CounterMetricFamily("jedlik_received_bytes", received, cells[_RECEIVED])
        yield CounterMetricFamily("jedlik_sent_bytes", "Bytes of answers sent.", cells[_SENT])
        yield GaugeMetricFamily("jedlik_connections", "Connections open.", cells[_CONNECTIONS])
        waiting = "Requests that wait for storage."
        yield GaugeMetricFamily("jedlik_requests_in_flight", waiting, cells[_IN_FLIGHT])
        refused = "Connections refused: no HTTP, too large, too slow, or too many."
        yield CounterMetricFamily("jedlik_connections_refused", refused, cells[_REFUSED])

    def _of_memory(self, sums: Sequence[int]) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import (  # noqa: PLC0415
            CounterMetricFamily,
            GaugeMetricFamily,
        )

        cells = sums[self._layout.memory_at :]
        limit = "Memory that requests may hold."
        yield GaugeMetricFamily("jedlik_memory_limit_bytes", limit, cells[_LIMIT])
        held = "Memory that requests hold, about."
        yield GaugeMetricFamily("jedlik_memory_held_bytes", held, cells[_HELD])
        shed = "Requests refused because memory was exhausted."
        yield CounterMetricFamily("jedlik_requests_shed", shed, cells[_SHED])

    def _of_storage(self, sums: Sequence[int]) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import (  # noqa: PLC0415
            CounterMetricFamily,
            GaugeMetricFamily,
        )

        failures = CounterMetricFamily(
            "jedlik_storage_failures", "Calls of the storage that failed.", labels=["kind"]
        )
        outages = GaugeMetricFamily(
            "jedlik_storage_outage", "Workers whose storage fails now.", labels=["kind"]
        )
        kinds, at = self._layout.failures, self._layout.failures_at
        for index, kind in enumerate(kinds):
            failures.add_metric([kind], sums[at + index])
            outages.add_metric([kind], sums[at + len(kinds) + index])
        yield failures
        yield outages

    def _of_replicas(self, sums: Sequence[int]) -> "Iterator[Metric]":
        from prometheus_client.metrics_core import (  # noqa: PLC0415
            CounterMetricFamily,
            GaugeMetricFamily,
        )

        lags = GaugeMetricFamily(
            "jedlik_replica_lag_seconds",
            "How old a read of the replica may be, for the worker that knows least about it.",
            labels=["replica"],
        )
        reads = CounterMetricFamily(
            "jedlik_replica_reads", "Reads that the replica has answered.", labels=["replica"]
        )
        for index, name in enumerate(self._layout.replicas):
            at = self._layout.replicas_at + _REPLICA_CELLS * index
            lag_cells = [row[at] for row in self._rows]
            known_ms = max(lag_cells) - 1
            lags.add_metric([name], known_ms / 1_000 if all(lag_cells) else inf)
            reads.add_metric([name], sums[at + 1])
        yield lags
        yield reads


class WorkerMetrics:
    """The row of one worker: an observer of its server.

    There are hundreds of operations and codes, and a server uses few of them. So only the blocks of
    operations that were answered are in memory, and of these only the changed ones are copied.
    """

    __slots__ = (
        *("_blocks", "_codes", "_connection_at", "_connections", "_counts", "_failures_at"),
        *("_flag_at", "_latencies_at", "_memory_at", "_replicas_at", "_row", "_shed_before"),
        *("_sum_at", "answers", "memory", "replicas", "storage_failures"),
    )

    def __init__(self, row: memoryview, layout: _Layout) -> None:
        self._row = row
        self._blocks = {
            operation: index * layout.block_cells
            for index, operation in enumerate(layout.operations)
        }
        # The blocks of the operations that were answered. The last element of each is a flag: 1 if
        # the block has changed since it was copied.
        self._counts: dict[tuple[str, str], list[int]] = {}
        self._flag_at = layout.block_cells
        self._connections: list[int] = row[layout.connection_at : layout.memory_at].tolist()
        self._codes = {code: index for index, code in enumerate(layout.codes)}
        self._latencies_at = layout.latencies_at
        self._sum_at = layout.sum_at
        self._connection_at = layout.connection_at
        self._failures_at = layout.failures_at
        self._memory_at = layout.memory_at
        self._replicas_at = layout.replicas_at
        self.answers = 0  # of this process
        self._shed_before: int = row[layout.memory_at + _SHED]
        # Returns the limit, what is held, and how many requests this worker has shed.
        self.memory: Callable[[], Sequence[int]] = _none
        # Returns the values of the cells from `failures_at` on.
        self.storage_failures: Callable[[], Sequence[int]] = _none
        # Returns the lag of each replica in seconds, which may be infinite, and its reads.
        self.replicas: Callable[[], Sequence[tuple[float, int]]] | None = None
        self.swept(0, 0)

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """Counts an answer."""
        self.answers += 1
        counts = self._counts.get(response.operation)
        if counts is None:
            counts = self._block_of(response.operation)
        code = response.error_code
        counts[self._codes[code] if code else 0] += 1
        counts[self._latencies_at + bisect_left(BOUNDS_S, seconds)] += 1
        counts[self._sum_at] += int(seconds * _MICROSECONDS)
        counts[self._flag_at] = 1
        connections = self._connections
        connections[_RECEIVED] += len(request.body)
        connections[_SENT] += sent_bytes

    def refused(self, peer: str, status: int) -> None:
        """Counts a refused connection."""
        self._connections[_REFUSED] += 1

    def swept(self, connections: int, in_flight: int) -> None:
        """Stores the numbers of open connections and of waiting requests, and publishes."""
        self._connections[_CONNECTIONS] = connections
        self._connections[_IN_FLIGHT] = in_flight
        memory = list(self.memory())
        if memory:
            memory[_SHED] += self._shed_before
            self._copy(self._memory_at, memory)
        self._copy(self._failures_at, self.storage_failures())
        if self.replicas is not None:
            cells = [cell for each in self.replicas() for cell in _replica_cells(*each)]
            self._copy(self._replicas_at, cells)
        self.publish()

    def publish(self) -> None:
        """Copies the counts to the memory that all workers share."""
        for operation, counts in self._counts.items():
            if counts[self._flag_at]:
                counts[self._flag_at] = 0
                self._copy(self._blocks[operation], counts[: self._flag_at])
        self._copy(self._connection_at, self._connections)

    def _copy(self, at: int, cells: Sequence[int]) -> None:
        self._row[at : at + len(cells)] = array("Q", cells)

    def _block_of(self, operation: tuple[str, str]) -> list[int]:
        """Returns the block of an operation that this worker has not answered before.

        An operation that no API has counts as none.
        """
        if operation not in self._blocks:
            operation = _NO_OPERATION
        block = self._blocks[operation]
        if operation not in self._counts:
            self._counts[operation] = [*self._row[block : block + self._flag_at].tolist(), 0]
        return self._counts[operation]


def _none() -> Sequence[int]:
    return ()


def _replica_cells(lag_s: float, reads: int) -> tuple[int, int]:
    """Returns the cells of a replica. The lag of one that was never seen is infinite."""
    return (int(lag_s * 1_000) + 1 if lag_s * 1_000 < _LAG_MS_MAX else 0), reads


def _buckets(latencies: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Yields the cumulative counts by upper bound. The last bound is infinite."""
    count = 0
    for bound, more in zip((*map(str, BOUNDS_S), "+Inf"), latencies, strict=True):
        count += more
        yield bound, count
