"""Condition keys: what a policy may ask about a request that only its API knows."""

from collections.abc import Sequence
from typing import Final, final

from mypy_extensions import mypyc_attr

# The values of condition keys, by key in lower case.
Keys = dict[str, tuple[str, ...]]

_REQUEST_TAG: Final = "aws:requesttag/"


@mypyc_attr(allow_interpreted_subclasses=True)
class ConditionKeys:
    """The values of condition keys that only the API of a request knows, for one authorization.

    is_undecidable: whether a value was asked for that cannot be known, because the table or the
        index does not exist, or because the request does not fit its key. The request must be
        denied then, whatever a policy says.

    The methods of this class know no keys.
    """

    def __init__(self) -> None:
        self.is_undecidable = False

    def get(self, key: str) -> tuple[str, ...] | None:
        """Returns the values of a key, which are computed now, or None if it has none.

        key: in lower case: `dynamodb:leadingkeys`, for example, or `aws:requesttag/team`.
        """
        return None


@final
class FoundKeys(ConditionKeys):
    """Keys whose values the rule of the operation has found: `Authorization.keys`."""

    def __init__(self, keys: Sequence[tuple[str, tuple[str, ...]]]) -> None:
        super().__init__()
        self._keys = dict(keys)

    def get(self, key: str) -> tuple[str, ...] | None:
        """See ConditionKeys.get. Policies do not tell tags apart that differ only in case."""
        found = self._keys.get(key)
        if found is not None and len(found) > 1 and "tag/" in key:
            self.is_undecidable = True
            return None
        return found


def keys_of_tags(tags: Sequence[tuple[str, str]]) -> Keys:
    """Returns the keys of the tags, as key and value, that a request sets. It has some."""
    return {**tag_keys(_REQUEST_TAG, tags), "aws:tagkeys": tuple([key for key, _ in tags])}


def tag_keys(prefix: str, tags: Sequence[tuple[str, str]]) -> Keys:
    """Returns the value of each tag under its key in lower case, after a prefix."""
    keys: Keys = {}
    for key, value in tags:
        name = f"{prefix}{key.lower()}"
        keys[name] = (*keys.get(name, ()), value)
    return keys
