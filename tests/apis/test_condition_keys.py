"""The condition keys of an API that has none of its own."""

from jedlik.apis.api import Checked
from jedlik.apis.authorization import Authorization
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS


def test_an_api_may_have_no_condition_keys() -> None:
    checked = Checked(DYNAMODB_STREAMS.operations["ListStreams"], {}, {})
    needed = Authorization("dynamodb:ListStreams", "*")
    keys = DYNAMODB_STREAMS.permissions.condition_keys(checked, needed, None)
    assert keys.get("dynamodb:leadingkeys") is None
    assert not keys.is_undecidable
