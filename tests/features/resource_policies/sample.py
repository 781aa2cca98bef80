"""Documents for tests."""

import json
from typing import Any

from tests.engine.in_memory import ACCOUNT, arn_of

MUSIC = arn_of()


def document(action: object = "dynamodb:GetItem", effect: str = "Allow", **members: Any) -> str:
    """Returns a document with one statement."""
    statement = {
        "Effect": effect,
        "Principal": {"AWS": ACCOUNT},
        "Action": action,
        "Resource": MUSIC,
        **members,
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})
