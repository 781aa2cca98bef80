"""What the server counts, and the page that shows it to Prometheus.

Counters are 64-bit cells in memory shared by all workers: one row for each, which only that worker
writes, so no lock is taken. The request path adds to integers of its own, which go to the row once
a second and when the page is asked for; whichever worker is asked sums the rows. Make `Metrics`
before forking, and `worker(n)` after.

A row holds, for each operation, one block: answers by error code, answers by latency, and the sum
of their latencies in microseconds. After the blocks come the cells of the connection.
"""

import mmap
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from jedlik.core.errors import ERRORS
from jedlik.wire.http.message import HttpRequest, HttpResponse, header_lines

if TYPE_CHECKING:
    from prometheus_client.metrics_core import Metric

_CELL_BYTES: Final = 8
_MICROSECONDS: Final = 1_000_000

# Upper bounds of the latency histogram, in seconds: two to a decade and a half around a
# millisecond, where answers of an embedded store and of one across a network both fall.
BOUNDS_S: Final[Sequence[float]] = (
    0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01,
    0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
)  # fmt: skip

# The empty code is success; the empty operation is whatever is not one.
_CODES: Final = ("", *(row.code for row in ERRORS))
_LATENCIES_AT: Final = len(_CODES)
_SUM_AT: Final = _LATENCIES_AT + len(BOUNDS_S) + 1
_BLOCK: Final = _SUM_AT + 1
_RECEIVED: Final = 0
_SENT: Final = 1
_CONNECTIONS: Final = 2
_IN_FLIGHT: Final = 3
_CONNECTION_CELLS: Final = 4


class Metrics:
    """The counters of all workers."""

    def __init__(self, operations: Sequence[str], workers: int) -> None:
        self._operations = ("", *operations)
        self._row_cells = len(self._operations) * _BLOCK + _CONNECTION_CELLS
        self._memory = mmap.mmap(-1, workers * self._row_cells * _CELL_BYTES)
        cells = memoryview(self._memory).cast("Q")
        self._rows = [
            cells[start : start + self._row_cells]
            for start in range(0, len(cells), self._row_cells)
        ]
        self._own: list[WorkerMetrics] = []  # of this process

    def worker(self, number: int) -> "WorkerMetrics":
        """The counters of one worker, from 0; gauges of a worker it replaces start anew."""
        own = WorkerMetrics(self._rows[number], self._operations)
        self._own.append(own)
        return own

    def page(self, _: HttpRequest) -> HttpResponse:
        """All counters in Prometheus' text format."""
        from prometheus_client.exposition import (  # noqa: PLC0415  (only who scrapes pays)
            CONTENT_TYPE_LATEST,
            generate_latest,
        )
        from prometheus_client.registry import CollectorRegistry  # noqa: PLC0415

        registry = CollectorRegistry(auto_describe=False)
        registry.register(self)
        lines = header_lines([(b"Content-Type", CONTENT_TYPE_LATEST.encode())])
        return HttpResponse(200, lines, generate_latest(registry))

    def describe(self) -> "list[Metric]":
        """Nothing: the registry need not collect once to learn the names."""
        return []

    def collect(self) -> "Iterator[Metric]":
        """The sums as Prometheus' client wants them."""
        from prometheus_client.metrics_core import (  # noqa: PLC0415
            CounterMetricFamily,
            GaugeMetricFamily,
            HistogramMetricFamily,
        )

        for own in self._own:
            own.publish()
        sums = [sum(cells) for cells in zip(*self._rows, strict=True)]
        requests = CounterMetricFamily(
            "jedlik_requests", "Answers by operation and error code.", labels=["operation", "code"]
        )
        seconds = HistogramMetricFamily(
            "jedlik_request_seconds", "Time from whole request to answer.", labels=["operation"]
        )
        for index, operation in enumerate(self._operations):
            block = sums[index * _BLOCK : (index + 1) * _BLOCK]
            answers, latencies = block[:_LATENCIES_AT], block[_LATENCIES_AT:_SUM_AT]
            for code, count in zip(_CODES, answers, strict=True):
                if count:
                    requests.add_metric([operation, code or "OK"], count)
            if any(latencies):
                buckets = list(_buckets(latencies))
                seconds.add_metric([operation], buckets, block[_SUM_AT] / _MICROSECONDS)
        yield requests
        yield seconds
        connection = sums[-_CONNECTION_CELLS:]
        received = "Bytes of request bodies received."
        yield CounterMetricFamily("jedlik_received_bytes", received, connection[_RECEIVED])
        yield CounterMetricFamily("jedlik_sent_bytes", "Bytes of answers sent.", connection[_SENT])
        opened = "Connections open."
        yield GaugeMetricFamily("jedlik_connections", opened, connection[_CONNECTIONS])
        waiting = "Requests that wait for storage."
        yield GaugeMetricFamily("jedlik_requests_in_flight", waiting, connection[_IN_FLIGHT])


class WorkerMetrics:
    """The row of one worker: an observer of its server."""

    __slots__ = ("_blocks", "_codes", "_connection_at", "_counts", "_is_changed", "_row")

    def __init__(self, row: memoryview, operations: Sequence[str]) -> None:
        self._row = row
        self._counts: list[int] = row.tolist()  # a worker goes on counting where one died
        self._is_changed = False
        self._blocks = {name: index * _BLOCK for index, name in enumerate(operations)}
        self._codes = {code: index for index, code in enumerate(_CODES)}
        self._connection_at = len(row) - _CONNECTION_CELLS
        self.swept(0, 0)

    def answered(
        self, request: HttpRequest, response: HttpResponse, sent_bytes: int, seconds: float, /
    ) -> None:
        """Count an answer."""
        counts, block = self._counts, self._blocks.get(response.operation, 0)
        code = response.error_code
        counts[block + self._codes[code] if code else block] += 1
        counts[block + _LATENCIES_AT + bisect_left(BOUNDS_S, seconds)] += 1
        counts[block + _SUM_AT] += int(seconds * _MICROSECONDS)
        connection = self._connection_at
        counts[connection + _RECEIVED] += len(request.body)
        counts[connection + _SENT] += sent_bytes
        self._is_changed = True

    def swept(self, connections: int, in_flight: int) -> None:
        """Take note of what is open and what waits, and publish."""
        self._counts[self._connection_at + _CONNECTIONS] = connections
        self._counts[self._connection_at + _IN_FLIGHT] = in_flight
        self._is_changed = True
        self.publish()

    def publish(self) -> None:
        """Show all workers what was counted so far."""
        if self._is_changed:
            self._row[:] = array("Q", self._counts)
            self._is_changed = False


def _buckets(latencies: Sequence[int]) -> Iterator[tuple[str, float]]:
    """Cumulative counts by upper bound, the last without one."""
    count = 0
    for bound, more in zip((*map(str, BOUNDS_S), "+Inf"), latencies, strict=True):
        count += more
        yield bound, count
