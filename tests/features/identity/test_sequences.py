"""Random operations, in any order: whatever is accepted, the records agree with each other."""

from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from jedlik.core.errors import Reject
from tests.engine.in_memory import ACCOUNT, Caller
from tests.features.identity.calls import ALLOW_GET, READ_ONLY, arn, trusting
from tests.features.secondary_indexes.samples import verified

NAMES = ("a", "b")
USERS = st.sampled_from(NAMES).map(lambda name: {"UserName": name})
GROUPS = st.sampled_from(NAMES).map(lambda name: {"GroupName": name})
ROLES = st.sampled_from(NAMES).map(lambda name: {"RoleName": name})
PROFILES = st.sampled_from(NAMES).map(lambda name: {"InstanceProfileName": name})
POLICIES = st.sampled_from([READ_ONLY, *(arn("policy", name) for name in NAMES)])
HOLDERS = st.one_of(
    USERS.map(lambda named: ("User", named)),
    GROUPS.map(lambda named: ("Group", named)),
    ROLES.map(lambda named: ("Role", named)),
)
BOUNDED = st.one_of(
    USERS.map(lambda named: ("User", named)), ROLES.map(lambda named: ("Role", named))
)
Call = tuple[str, dict[str, Any]]


def on(
    holders: st.SearchStrategy[tuple[str, dict[str, str]]], form: str, **members: Any
) -> st.SearchStrategy[Call]:
    """Calls such as AttachUserPolicy. form: their name, with `{}` for the kind of entity."""
    more = st.fixed_dictionaries(members)
    return st.tuples(holders, more).map(
        lambda both: (form.format(both[0][0]), {**both[0][1], **both[1]})
    )


def named(
    entities: st.SearchStrategy[dict[str, str]], *names: str, **members: Any
) -> st.SearchStrategy[Call]:
    """Calls of operations on one kind of entity."""
    more = st.fixed_dictionaries(members)
    return st.tuples(st.sampled_from(names), entities, more).map(
        lambda each: (each[0], {**each[1], **each[2]})
    )


MEMBERS = st.tuples(USERS, GROUPS).map(lambda both: {**both[0], **both[1]})
IN_PROFILE = st.tuples(ROLES, PROFILES).map(lambda both: {**both[0], **both[1]})
OWN = st.sampled_from(NAMES).map(lambda name: {"PolicyArn": arn("policy", name)})
CALLS: st.SearchStrategy[Call] = st.one_of(
    named(USERS, "CreateUser", "DeleteUser", "CreateAccessKey"),
    named(USERS, "UpdateUser", NewUserName=st.sampled_from((*NAMES, "B"))),
    named(GROUPS, "CreateGroup", "DeleteGroup"),
    named(GROUPS, "UpdateGroup", NewGroupName=st.sampled_from(NAMES)),
    named(ROLES, "CreateRole", AssumeRolePolicyDocument=st.just(trusting(ACCOUNT))),
    named(ROLES, "DeleteRole"),
    named(PROFILES, "CreateInstanceProfile", "DeleteInstanceProfile"),
    named(IN_PROFILE, "AddRoleToInstanceProfile", "RemoveRoleFromInstanceProfile"),
    named(MEMBERS, "AddUserToGroup", "RemoveUserFromGroup"),
    st.sampled_from(NAMES).map(
        lambda name: ("CreatePolicy", {"PolicyName": name, "PolicyDocument": ALLOW_GET})
    ),
    named(OWN, "DeletePolicy"),
    named(OWN, "CreatePolicyVersion", PolicyDocument=st.just(ALLOW_GET)),
    named(
        OWN,
        *("SetDefaultPolicyVersion", "DeletePolicyVersion"),
        VersionId=st.sampled_from(["v1", "v2", "v3"]),
    ),
    on(HOLDERS, "Attach{}Policy", PolicyArn=POLICIES),
    on(HOLDERS, "Detach{}Policy", PolicyArn=POLICIES),
    on(BOUNDED, "Put{}PermissionsBoundary", PermissionsBoundary=POLICIES),
    on(BOUNDED, "Delete{}PermissionsBoundary"),
)


def tried(call: Callable[..., Any], name: str, members: dict[str, Any]) -> str:
    """Returns the code of the error of a call, empty if it was accepted."""
    try:
        call(name, **members)
    except Reject as rejected:
        return rejected.error.code
    return ""


@settings(max_examples=60)
@given(st.lists(CALLS, max_size=60))
def test_records_agree_with_each_other(calls: list[Call]) -> None:
    caller = Caller()
    for name, members in calls:
        code = tried(caller.call, name, members)
        assert code in {
            *("", "NoSuchEntity", "EntityAlreadyExists", "DeleteConflict", "LimitExceeded"),
            "AccessDeniedException",
        }, (name, members)
    assert verified(caller).sentences == []
