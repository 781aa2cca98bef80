"""Counters shared by workers, and the page made of them."""

import os

import pytest
from prometheus_client.parser import text_string_to_metric_families

from jedlik.edge.metrics import BOUNDS_S, Metrics
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse

REQUEST = HttpRequest(b"POST", b"/", {}, b"12345", "", b"ID")


def answer(operation: str, code: str = "") -> HttpResponse:
    return HttpResponse(400 if code else 200, NO_HEADERS, b"", operation, code)


def samples(metrics: Metrics) -> dict[tuple[str, str, str], float]:
    """Values by name of the sample, operation, and code or upper bound."""
    text = metrics.page(REQUEST).body.decode()
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = sample.labels
            other = labels.get("code", labels.get("le", ""))
            found[sample.name, labels.get("operation", ""), other] = sample.value
    return found


def test_rows_are_summed() -> None:
    metrics = Metrics(["GetItem", "PutItem"], workers=2)
    first, second = metrics.worker(0), metrics.worker(1)
    first.answered(REQUEST, answer("GetItem"), 100, 0.0004)
    second.answered(REQUEST, answer("GetItem"), 100, 0.3)
    second.answered(REQUEST, answer("GetItem", "ValidationException"), 100, 20.0)
    second.answered(REQUEST, answer("", "UnknownOperationException"), 100, 0.0)
    first.swept(3, 1)
    second.swept(4, 0)
    found = samples(metrics)
    assert found["jedlik_requests_total", "GetItem", "OK"] == 2
    assert found["jedlik_requests_total", "GetItem", "ValidationException"] == 1
    assert found["jedlik_requests_total", "", "UnknownOperationException"] == 1
    assert ("jedlik_requests_total", "PutItem", "OK") not in found
    buckets = [
        found["jedlik_request_seconds_bucket", "GetItem", bound]
        for bound in (*map(str, BOUNDS_S), "+Inf")
    ]
    assert buckets == sorted(buckets)
    assert buckets[-1] == found["jedlik_request_seconds_count", "GetItem", ""] == 3
    assert found["jedlik_request_seconds_bucket", "GetItem", "0.0005"] == 1
    assert found["jedlik_request_seconds_sum", "GetItem", ""] == pytest.approx(20.3004)
    assert found["jedlik_received_bytes_total", "", ""] == 20
    assert found["jedlik_sent_bytes_total", "", ""] == 400
    assert found["jedlik_connections", "", ""] == 7
    assert found["jedlik_requests_in_flight", "", ""] == 1


def test_a_worker_that_replaces_another_keeps_its_counts_and_not_its_gauges() -> None:
    metrics = Metrics(["GetItem"], workers=1)
    worker = metrics.worker(0)
    worker.answered(REQUEST, answer("GetItem"), 1, 0.0)
    worker.swept(9, 9)
    metrics.worker(0).answered(REQUEST, answer("Unheard"), 1, 0.0)
    found = samples(metrics)
    assert found["jedlik_requests_total", "GetItem", "OK"] == 1
    assert found["jedlik_requests_total", "", "OK"] == 1
    assert found["jedlik_connections", "", ""] == 0


def test_counts_of_a_forked_worker_are_seen() -> None:
    metrics = Metrics(["GetItem"], workers=2)
    child = os.fork()
    if child == 0:
        worker = metrics.worker(1)
        worker.answered(REQUEST, answer("GetItem"), 1, 0.0)
        worker.swept(1, 0)
        os._exit(0)
    os.waitpid(child, 0)
    assert samples(metrics)["jedlik_requests_total", "GetItem", "OK"] == 1
