"""The API of Jedlik itself: its operations, and that every one is authorized."""

import pytest

from jedlik.apis.jedlik.api import JEDLIK
from jedlik.apis.jedlik.built import BUILT
from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import ACCOUNT, REGION, Caller
from tests.features.instances.started import NO_INSTANCE, start

OF_INSTANCES = ("GetInstanceCredentials", "GetInstanceMetadata")


def test_the_named_operations_are_the_built_ones() -> None:
    assert sorted(JEDLIK.names) == sorted(each.name for each in BUILT)


def test_the_other_operations_are_about_access_and_tables() -> None:
    of_tables = {"GetChangeCounts", "GetItemHistory", "ListImportErrors"}
    assert {*JEDLIK.names} == {*OF_INSTANCES, *of_tables, "ExplainAccess", "SignIn"}


def test_errors_have_rows() -> None:
    for code in (
        *("InvalidInstanceID.NotFound", "InvalidInstanceID.Malformed"),
        *("PasswordPolicyViolation", "PasswordResetRequired"),
    ):
        assert JEDLIK.errors[code].http_status == 400
        assert JEDLIK.errors[code].code == code


@pytest.mark.parametrize("name", OF_INSTANCES)
def test_only_who_may_ask_about_an_instance_gets_an_answer(name: str) -> None:
    caller = Caller()
    one, two = start(caller, 2)
    resource = f"arn:aws:ec2:{REGION}:{ACCOUNT}:instance"
    reading = [statement("ec2:*"), statement("iam:*"), statement("sts:*")]
    anna = Anna(caller, *reading)
    assert anna.denied(name, InstanceId=one) == (f"jedlik:{name}", f"{resource}/{one}")
    # A denial does not tell whether an instance exists.
    assert anna.denied(name, InstanceId=NO_INSTANCE)[1] == f"{resource}/{NO_INSTANCE}"
    anna = Anna(caller, statement(f"jedlik:{name}", f"{resource}/{one}"))
    anna.call(name, InstanceId=one)
    assert anna.denied(name, InstanceId=two) == (f"jedlik:{name}", f"{resource}/{two}")


@pytest.mark.parametrize("name", OF_INSTANCES)
@pytest.mark.parametrize("members", [{}, {"InstanceId": ""}, {"InstanceId": "i" * 65}], ids=str)
def test_requests_are_checked(name: str, members: dict[str, str]) -> None:
    assert Caller().refusal(name, **members).startswith("ValidationException: ")
