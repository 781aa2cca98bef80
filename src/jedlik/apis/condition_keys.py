"""Condition keys: what a policy may ask about a request that only its API knows."""

from mypy_extensions import mypyc_attr


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
