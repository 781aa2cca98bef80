"""Frees a large decoded value in pieces, with pauses between them.

Python frees a value at once, together with everything in it: a tenth of a second for a request of
16 MB with small values.
"""

from typing import Any, Final

from jedlik.core.pauses import STRIDE, spend

LARGE_BYTES: Final = 32 * 1024  # of the JSON of a value that is freed in pieces


def dispose(value: Any) -> None:
    """Empties the lists and objects in a decoded value. Nobody may use them after this."""
    waiting: list[Any] = [value]
    while waiting:
        spend(1)
        collection = waiting.pop()
        if isinstance(collection, list):
            while collection:
                last = collection[-STRIDE:]
                del collection[-STRIDE:]
                spend(len(last))
                _keep_collections(last, waiting)
        elif isinstance(collection, dict) and collection:
            if len(collection) > STRIDE:
                _empty(collection, waiting)
            else:
                _keep_collections(collection.values(), waiting)
                collection.clear()


def _keep_collections(values: Any, waiting: list[Any]) -> None:
    for value in values:
        if isinstance(value, list):
            if value:
                waiting.append(value)
        elif isinstance(value, dict) and value:
            # Most values are texts and numbers, and an object with one text is freed with its list.
            for inner in value.values():
                if isinstance(inner, (list, dict)):
                    waiting.append(value)
                    break


def _empty(collection: dict[Any, Any], waiting: list[Any]) -> None:
    while collection:
        last = [collection.popitem()[1] for _ in range(min(STRIDE, len(collection)))]
        spend(len(last))
        _keep_collections(last, waiting)
