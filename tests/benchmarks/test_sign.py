"""Our signatures are the SDK's: botocore signs the same request to the same signature."""

from datetime import UTC, datetime
from unittest import mock

from botocore import auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.http.music import Call
from benchmarks.http.sign import BENCHMARK_CREDENTIALS, signed, with_bad_signature

_AT = datetime(2026, 11, 23, 12, 30, 59, tzinfo=UTC)
_HOST = "127.0.0.1:8000"


@given(body=st.binary(max_size=200), operation=st.sampled_from(["GetItem", "PutItem"]))
def test_botocore_signs_the_same(body: bytes, operation: str) -> None:
    (request,) = signed(
        [Call(operation, body)], host=_HOST, credentials=BENCHMARK_CREDENTIALS, at=_AT
    )
    head, _, sent = request.partition(b"\r\n\r\n")
    headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
    assert sent == body
    assert headers["Content-Length"] == str(len(body))
    assert headers["Authorization"] == _by_botocore(body, headers)


def test_a_bad_signature_differs_in_one_digit_only() -> None:
    (request,) = signed(
        [Call("GetItem", b"{}")], host=_HOST, credentials=BENCHMARK_CREDENTIALS, at=_AT
    )
    bad = with_bad_signature(request)
    assert [i for i, (a, b) in enumerate(zip(request, bad, strict=True)) if a != b] == [
        request.index(b", Signature=") + len(b", Signature=")
    ]


def _by_botocore(body: bytes, headers: dict[str, str]) -> str:
    unsigned = {k: v for k, v in headers.items() if k in ("Content-Type", "X-Amz-Target")}
    request = AWSRequest("POST", f"http://{_HOST}/", headers=unsigned, data=body)
    keys = BotocoreCredentials(
        BENCHMARK_CREDENTIALS.access_key_id, BENCHMARK_CREDENTIALS.secret_access_key
    )
    signer = auth.SigV4Auth(keys, "dynamodb", BENCHMARK_CREDENTIALS.region)
    with mock.patch.object(auth, "get_current_datetime", return_value=_AT.replace(tzinfo=None)):
        signer.add_auth(request)
    return str(request.headers["Authorization"])
