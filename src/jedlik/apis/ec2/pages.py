"""Pages of Describe operations: MaxResults and NextToken.

A token is the id after which the next page begins, in base64. So a page is right also after
resources were added or removed.
"""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from jedlik.core.errors import Reject
from jedlik.features.instances.refusals import combination, invalid_value, refusal

T = TypeVar("T")

# Source: API Reference. Without MaxResults the answer has everything.
_LEAST: Final = 5
_MOST: Final = 1_000


def page(
    request: Mapping[str, Any], found: Sequence[T], id_of: Callable[[T], str], ids: str = ""
) -> tuple[list[T], str | None]:
    """Returns the resources of one page, and the token of the next one.

    id_of: the unique id of a resource. ids: the member that names single resources, with which no
    page can be asked for. Raises Reject.
    """
    most = request.get("MaxResults")
    if most is not None and ids and request.get(ids):
        name = ids[0].lower() + ids[1:]
        raise combination(f"The parameter {name} cannot be used with the parameter maxResults")
    if most is not None and not _LEAST <= most <= _MOST:
        bound = "greater than 5" if most < _LEAST else "lower than 1000"
        text = f"Value ( {most} ) for parameter maxResults is invalid."
        raise invalid_value(f"{text} Expecting a value {bound}.")
    start = 0
    token = request.get("NextToken")
    if token:
        after = _id_in(token)
        positions = [at for at, each in enumerate(found) if id_of(each) == after]
        if not positions:
            raise _invalid(token)
        start = positions[0] + 1
    rest = list(found[start:])
    if most is None or len(rest) <= most:
        return rest, None
    return rest[:most], base64.urlsafe_b64encode(id_of(rest[most - 1]).encode()).decode()


def _id_in(token: str) -> str:
    try:
        return base64.b64decode(token, altchars=b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        raise _invalid(token) from None


def _invalid(token: str) -> Reject:
    return refusal("InvalidNextToken", f"The token '{token[:100]}' is invalid")
