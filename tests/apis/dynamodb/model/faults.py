"""Sentences of faults, and how tests of requests ask for them."""

from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.wire.shapes.request import Request

Body = dict[str, Any]

ONE = "1 validation error detected: "
AT = "' failed to satisfy constraint: "
SET = "Member must satisfy enum value set: "
NOT_NULL = "Member must not be null"
MIN_1 = "Member must have length greater than or equal to 1"
RCC = "Value 'BOGUS' at 'returnConsumedCapacity" + AT + SET + "[INDEXES, TOTAL, NONE]"
RICM = "Value 'BOGUS' at 'returnItemCollectionMetrics" + AT + SET + "[SIZE, NONE]"
NAME_PATTERN = "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+"


def message(shape: Request[Any], body: Body) -> str | None:
    with pytest.raises(Reject) as reject:
        shape.check(body)
    assert reject.value.error.code == "ValidationException"
    return reject.value.error.message


def several(*parts: str) -> str:
    return f"{len(parts)} validation errors detected: {'; '.join(parts)}"
