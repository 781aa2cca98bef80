"""Requests for tests of single modules."""

from jedlik.core.iam.request import Caller, CallerKind, FixedContext, Request

ACCOUNT = "123456789012"
TABLE = f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/Music"
ANNA = Caller(CallerKind.USER, ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/Anna", None, "AIDAANNA")


def request(resource: str = TABLE, **values: str) -> Request:
    """Returns a GetItem of Anna. values: of condition keys, with `__` for the colon."""
    context = FixedContext({key.replace("__", ":"): (each,) for key, each in values.items()})
    return Request(ANNA, "dynamodb:GetItem", resource, context)
