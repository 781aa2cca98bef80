"""Very long texts in any place of a request: an error that repeats them stays small."""

import asyncio
import copy
from typing import Any

import orjson
import pytest

from jedlik.core.types.echo import ECHO_CHARACTERS, ERROR_CHARACTERS
from tests.fuzz.test_api import ITEM, ON, STREAMED, VALID, places
from tests.fuzz.vectors import VECTOR_TABLE
from tests.pipeline.in_memory import pipeline, request

LONG = ECHO_CHARACTERS + 20_000
NAMES = [f"{at}{'z' * 200}" for at in range(LONG // 200)]


def longer(value: Any) -> list[Any]:
    """Values to put in the place of one: much longer, of the same type."""
    if isinstance(value, str):
        return ["x" * LONG]
    if isinstance(value, list) and value:
        return [value * (LONG // 10), NAMES[:1] + NAMES]
    if isinstance(value, dict):
        return [
            {**value, **{f"#{name}": "n" for name in NAMES}},
            {**value, **{f":{name}": {"S": "v"} for name in NAMES}},
        ]
    return []


def long_requests(right: dict[str, Any]) -> list[dict[str, Any]]:
    """A right request with a long key or value in each place."""
    requests = []
    for at, (container, key) in enumerate(places(right, [])):
        changes = [(key, value) for value in longer(container[key])]
        if isinstance(container, dict):
            changes.append(("x" * LONG, container[key]))
        for new_key, value in changes:
            members = copy.deepcopy(right)
            place, _ = places(members, [])[at]
            if new_key != key:
                del place[key]
            place[new_key] = value
            requests.append(members)
    return requests


@pytest.mark.parametrize("name", VALID)
def test_errors_stay_small(name: str) -> None:
    async def run() -> None:
        to = pipeline()
        for setup in (STREAMED, VECTOR_TABLE):
            await to.respond(request("CreateTable", orjson.dumps(setup)))
        await to.respond(request("PutItem", orjson.dumps({**ON, "Item": ITEM})))
        for right in VALID[name]:
            for members in long_requests(right):
                body = orjson.dumps(members)
                answer = await to.respond(request(name, body))
                if answer.status != 200:
                    decoded = orjson.loads(answer.body)
                    # Some errors have no message.
                    message = decoded.get("message", decoded.get("Message", ""))
                    assert len(message) <= ERROR_CHARACTERS, body[:200]

    asyncio.run(run())
