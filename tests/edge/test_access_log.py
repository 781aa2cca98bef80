"""Lines of the access log."""

import orjson

from jedlik.edge.access_log import AccessLog
from jedlik.wire.http.message import NO_HEADERS, HttpRequest, HttpResponse

REQUEST = HttpRequest(b"POST", b"/", {}, b"12345", "203.0.113.7:9", b"ID")


def test_lines_say_what_is_known() -> None:
    written: list[bytes] = []
    log = AccessLog(written.append, lambda: 1_795_458_600.25)
    log.answered(
        REQUEST, HttpResponse(200, NO_HEADERS, b"", ("DynamoDB", "GetItem"), "", "AKID"), 99, 0.0015
    )
    failed = HttpResponse(400, NO_HEADERS, b"", ("", ""), "UnknownOperationException")
    log.answered(REQUEST, failed, 98, 0.0)
    assert written == []
    log.swept(1, 0)
    log.swept(1, 0)
    assert len(written) == 1
    first, second = map(orjson.loads, written[0].splitlines())
    assert first == {
        "time": "2026-11-23T18:30:00.250000Z",
        "request_id": "ID",
        "peer": "203.0.113.7:9",
        "access_key_id": "AKID",
        "api": "DynamoDB",
        "operation": "GetItem",
        "status": 200,
        "received_bytes": 5,
        "sent_bytes": 99,
        "duration_us": 1500,
    }
    assert second.keys() == {
        "time", "request_id", "peer", "status", "error", "received_bytes", "sent_bytes",
        "duration_us",
    }  # fmt: skip
    assert second["error"] == "UnknownOperationException"


def test_refused_connections_have_lines() -> None:
    written: list[bytes] = []
    log = AccessLog(written.append, lambda: 1_795_458_600.25)
    log.refused("203.0.113.7:9", 413)
    log.flush()
    line = {"time": "2026-11-23T18:30:00.250000Z", "peer": "203.0.113.7:9", "status": 413}
    assert orjson.loads(written[0]) == line


def test_many_lines_do_not_wait_for_the_sweep() -> None:
    written: list[bytes] = []
    log = AccessLog(written.append)
    for _ in range(1100):
        log.answered(REQUEST, HttpResponse(200, NO_HEADERS, b""), 1, 0.0)
    assert [len(lines.splitlines()) for lines in written] == [512, 512]
    log.flush()
    assert sum(len(lines.splitlines()) for lines in written) == 1100
