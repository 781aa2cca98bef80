"""The answer of GetInstanceCredentials; tests/features/instances/test_credentials.py has rules."""

from tests.engine.in_memory import Caller
from tests.features.instances.started import make_role, start


def test_the_answer_has_the_credentials_or_why_there_are_none() -> None:
    caller = Caller()
    make_role(caller)
    one, two = start(caller, IamInstanceProfile={"Name": "Reader"}) + start(caller)
    assert caller.call("GetInstanceCredentials", InstanceId=one).keys() == {
        *("Code", "RoleName", "AccessKeyId", "SecretAccessKey", "SessionToken"),
        *("IssuedS", "ExpiresS"),
    }
    assert caller.call("GetInstanceCredentials", InstanceId=two) == {"Code": ""}


def test_the_version_of_the_metadata_service_is_one_of_two() -> None:
    refused = Caller().refusal("GetInstanceCredentials", InstanceId="i-1", Delivery="3.0")
    assert refused.startswith("ValidationException: ")
