"""What ImportTable writes, and tokens."""

import pytest

from jedlik.features.imports import begin as begin_module
from jedlik.features.imports.entries import TOKEN_MS
from jedlik.features.imports.records import all_works
from tests.engine.in_memory import result_of
from tests.features.imports.samples import (
    MemoryBuckets,
    begin,
    caller_with,
    described,
    finish,
    numbered,
    request,
)

TAKEN = "ResourceInUseException: Table already exists: music"
CONFLICT = (
    "ImportConflictException: Import conflict: Duplicate request detected with conflicting "
    "parameters"
)


def test_a_token_returns_its_import_while_it_is_in_progress() -> None:
    # Alternator, test_client_token_reuse: everything but the name of the table is ignored.
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(3))}))
    arn = begin(caller)
    assert begin(caller) == arn
    assert begin(caller, InputCompressionType="GZIP") == arn
    assert begin(caller, S3BucketSource={"S3Bucket": "other", "S3KeyPrefix": "x"}) == arn
    other = request("other", ClientToken="token of music")
    assert caller.refusal("ImportTable", **other) == CONFLICT
    assert described(caller, arn)["S3BucketSource"]["S3Bucket"] == "data"
    assert len(result_of(all_works(caller.node.storage))) == 1
    finish(caller)
    assert caller.refusal("ImportTable", **request()) == TAKEN
    caller.call("DeleteTable", TableName="music")
    assert begin(caller) == arn, "recorded: it returns the old import"


def test_a_token_is_valid_for_eight_hours() -> None:
    caller = caller_with(MemoryBuckets())
    arn = begin(caller)
    finish(caller)
    caller.clock.time_ms += TOKEN_MS - 1
    assert begin(caller) == arn
    caller.clock.time_ms += 1
    assert begin(caller) != arn


def test_a_token_of_a_wrong_clock_is_not_valid() -> None:
    caller = caller_with(MemoryBuckets())
    caller.clock.time_ms += 10 * TOKEN_MS
    arn = begin(caller)
    finish(caller)
    caller.clock.time_ms -= 10 * TOKEN_MS
    assert begin(caller) != arn


def test_tokens_of_other_accounts_are_others() -> None:
    caller = caller_with(MemoryBuckets())
    arn = begin(caller)
    other = caller_with(MemoryBuckets(), storage=caller.storage, account_id="210987654321")
    assert begin(other) != arn


def test_a_name_that_is_taken() -> None:
    caller = caller_with(MemoryBuckets())
    caller.create()
    assert caller.refusal("ImportTable", **request()) == TAKEN
    assert result_of(all_works(caller.node.storage)) == []


def test_a_table_under_an_import_is_taken_too() -> None:
    caller = caller_with(MemoryBuckets(data={"d": numbered(range(3))}))
    begin(caller)
    from tests.features.imports.samples import do_piece

    do_piece(caller)
    assert caller.refusal("ImportTable", **request(ClientToken="other")) == TAKEN


def test_the_number_of_imports_under_way_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(begin_module, "IMPORTS_PER_ACCOUNT", 2)
    caller = caller_with(MemoryBuckets())
    arns = [begin(caller, name) for name in ("one", "two")]
    assert caller.refusal("ImportTable", **request("three")) == (
        "LimitExceededException: Subscriber limit exceeded: Only 2 import operations can be done "
        "simultaneously"
    )
    assert begin(caller, "one") == arns[0], "a token begins nothing"
    finish(caller)
    begin(caller, "three")
