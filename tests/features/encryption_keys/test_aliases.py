"""An alias and its key name each other, whatever happens to both."""

import random
from contextlib import suppress

import pytest

from jedlik.core.errors import Reject
from jedlik.features.encryption_keys.aliases import check_name
from tests.engine.in_memory import Caller
from tests.features.encryption_keys.kms import key_id, pass_days


@pytest.mark.parametrize("name", ["alias/a", "alias/a/b", "alias/aws", "alias/awsome"])
def test_names(name: str) -> None:
    check_name(name)


@pytest.mark.parametrize("name", ["a", "alias", "alias/", "alias/aws/a", "alias/a:b"])
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(Reject):
        check_name(name)


def agree(caller: Caller) -> None:
    """Both lists of aliases say the same."""
    listed = {
        each["AliasName"]: each["TargetKeyId"]
        for each in caller.call("ListAliases")["Aliases"]
        if "TargetKeyId" in each
    }
    of_keys = {
        each["AliasName"]: key["KeyId"]
        for key in caller.call("ListKeys")["Keys"]
        for each in caller.call("ListAliases", KeyId=key["KeyId"])["Aliases"]
    }
    assert listed == of_keys


@pytest.mark.parametrize("seed", range(5))
def test_both_agree_after_any_sequence(seed: int) -> None:
    random_ = random.Random(seed)
    caller = Caller()
    keys = [key_id(caller) for _ in range(3)]
    names = [f"alias/{name}" for name in "abcd"]
    for _ in range(60):
        name, key = random_.choice(names), random_.choice(keys)
        operation = random_.choice(["CreateAlias", "UpdateAlias", "DeleteAlias"])
        members = {} if operation == "DeleteAlias" else {"TargetKeyId": key}
        with suppress(Reject):  # the name is taken, or there is none
            caller.call(operation, AliasName=name, **members)
        agree(caller)
    caller.call("ScheduleKeyDeletion", KeyId=keys[0], PendingWindowInDays=7)
    pass_days(caller, 7)
    agree(caller)
