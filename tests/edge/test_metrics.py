"""Counters shared by workers, and the page made of them."""

import os

import pytest
from prometheus_client.parser import text_string_to_metric_families

from jedlik.edge.metrics import BOUNDS_S, Metrics
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse

REQUEST = HttpRequest(b"POST", b"/", {}, b"12345", "", b"ID")


CODES = ("UnknownOperationException", "ValidationException")
GET = ("DynamoDB", "GetItem")
PUT = ("DynamoDB", "PutItem")
NONE = ("", "")


def answer(operation: tuple[str, str], code: str = "") -> HttpResponse:
    return HttpResponse(400 if code else 200, NO_HEADERS, b"", operation, code)


def samples(metrics: Metrics) -> dict[tuple[str, tuple[str, str], str], float]:
    """Values by name of the sample, API and operation, and code or upper bound."""
    text = metrics.page(REQUEST).body.decode()
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = sample.labels
            operation = labels.get("api", ""), labels.get("operation", "")
            other = labels.get("code", labels.get("le", labels.get("kind", "")))
            found[sample.name, operation, other] = sample.value
    return found


def test_the_lag_of_a_replica_is_that_of_the_worker_that_knows_least() -> None:
    metrics = Metrics([GET], CODES, workers=2, replicas=["one", "other"])
    first, second = metrics.worker(0), metrics.worker(1)

    def shown() -> list[str]:
        for each in (first, second):
            each.swept(0, 0)
        lines = metrics.page(REQUEST).body.decode().splitlines()
        return [each for each in lines if each.startswith("jedlik_replica")]

    first.replicas = lambda: [(0.25, 3), (0.5, 0)]
    assert shown() == [
        'jedlik_replica_lag_seconds{replica="one"} +Inf',  # the second worker knows nothing yet
        'jedlik_replica_lag_seconds{replica="other"} +Inf',
        'jedlik_replica_reads_total{replica="one"} 3.0',
        'jedlik_replica_reads_total{replica="other"} 0.0',
    ]
    second.replicas = lambda: [(0.75, 4), (float("inf"), 1)]
    assert shown() == [
        'jedlik_replica_lag_seconds{replica="one"} 0.75',
        'jedlik_replica_lag_seconds{replica="other"} +Inf',
        'jedlik_replica_reads_total{replica="one"} 7.0',
        'jedlik_replica_reads_total{replica="other"} 1.0',
    ]
    assert "jedlik_replica" not in Metrics([GET], CODES, workers=1).page(REQUEST).body.decode()


def test_rows_are_summed() -> None:
    metrics = Metrics([GET, PUT], CODES, workers=2)
    first, second = metrics.worker(0), metrics.worker(1)
    first.answered(REQUEST, answer(GET), 100, 0.0004)
    second.answered(REQUEST, answer(GET), 100, 0.3)
    second.answered(REQUEST, answer(GET, "ValidationException"), 100, 20.0)
    second.answered(REQUEST, answer(NONE, "UnknownOperationException"), 100, 0.0)
    assert (first.answers, second.answers) == (1, 3)
    first.swept(3, 1)
    second.swept(4, 0)
    first.refused("203.0.113.7:9", 400)
    second.refused("203.0.113.7:9", 408)
    found = samples(metrics)
    assert found["jedlik_connections_refused_total", NONE, ""] == 2
    assert found["jedlik_requests_total", GET, "OK"] == 2
    assert found["jedlik_requests_total", GET, "ValidationException"] == 1
    assert found["jedlik_requests_total", NONE, "UnknownOperationException"] == 1
    assert ("jedlik_requests_total", PUT, "OK") not in found
    buckets = [
        found["jedlik_request_seconds_bucket", GET, bound]
        for bound in (*map(str, BOUNDS_S), "+Inf")
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == found["jedlik_request_seconds_count", GET, ""] == 3
    assert found["jedlik_request_seconds_bucket", GET, "0.0005"] == 1
    assert found["jedlik_request_seconds_sum", GET, ""] == pytest.approx(20.3004)
    assert found["jedlik_received_bytes_total", NONE, ""] == 20
    assert found["jedlik_sent_bytes_total", NONE, ""] == 400
    assert found["jedlik_connections", NONE, ""] == 7
    assert found["jedlik_requests_in_flight", NONE, ""] == 1


def test_a_worker_that_replaces_another_keeps_its_counts_and_not_its_gauges() -> None:
    metrics = Metrics([GET], CODES, workers=1)
    worker = metrics.worker(0)
    worker.answered(REQUEST, answer(GET), 1, 0.0)
    worker.swept(9, 9)
    metrics.worker(0).answered(REQUEST, answer(("STS", "GetItem")), 1, 0.0)
    found = samples(metrics)
    assert found["jedlik_requests_total", GET, "OK"] == 1
    assert found["jedlik_requests_total", NONE, "OK"] == 1
    assert found["jedlik_connections", NONE, ""] == 0


def test_counts_of_a_forked_worker_are_seen() -> None:
    metrics = Metrics([GET], CODES, workers=2)
    child = os.fork()
    if child == 0:
        worker = metrics.worker(1)
        worker.answered(REQUEST, answer(GET), 1, 0.0)
        worker.swept(1, 0)
        os._exit(0)
    os.waitpid(child, 0)
    assert samples(metrics)["jedlik_requests_total", GET, "OK"] == 1


def test_failures_of_the_storage_are_those_of_all_workers() -> None:
    metrics = Metrics([GET], CODES, workers=2, failures=["full", "io"])
    for number, failures in enumerate(([3, 0, 1, 0], [4, 2, 1, 0])):
        worker = metrics.worker(number)
        worker.storage_failures = lambda failures=failures: failures  # type: ignore[misc]
        worker.swept(0, 0)
    found = samples(metrics)
    assert found["jedlik_storage_failures_total", NONE, "full"] == 7
    assert found["jedlik_storage_failures_total", NONE, "io"] == 2
    assert found["jedlik_storage_outage", NONE, "full"] == 2
    assert found["jedlik_storage_outage", NONE, "io"] == 0


def test_memory_is_that_of_all_workers_and_counts_go_on_in_the_next_worker() -> None:
    metrics = Metrics([GET], CODES, workers=2, failures=["full"])
    for number, figures in enumerate(([100, 30, 2], [100, 5, 0])):
        worker = metrics.worker(number)
        worker.memory = lambda figures=figures: figures  # type: ignore[misc]
        worker.swept(0, 0)
    successor = metrics.worker(0)
    successor.memory = lambda: [100, 0, 1]
    successor.swept(0, 0)
    successor.swept(0, 0)
    found = samples(metrics)
    assert found["jedlik_memory_limit_bytes", NONE, ""] == 200
    assert found["jedlik_memory_held_bytes", NONE, ""] == 5
    assert found["jedlik_requests_shed_total", NONE, ""] == 3


def test_each_answer_is_counted_at_the_next_sweep() -> None:
    """There are hundreds of operations. Only what changed since the last sweep is copied."""
    metrics = Metrics([("DynamoDB", f"Operation{at}") for at in range(300)], CODES, workers=1)
    worker = metrics.worker(0)

    def counted() -> dict[str, float]:
        return {
            operation: count
            for (name, (_, operation), _), count in samples(metrics).items()
            if name == "jedlik_request_seconds_count" and count
        }

    for operation, expected in (("Operation7", 1), ("Operation7", 2), ("Operation8", 1)):
        worker.answered(REQUEST, answer(("DynamoDB", operation)), 1, 0.0)
        worker.swept(0, 0)
        worker.swept(0, 0)
        assert counted()[operation] == expected
    assert counted() == {"Operation7": 2, "Operation8": 1}
