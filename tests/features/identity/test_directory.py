"""The identities of access keys."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence

import orjson
import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.decision import decide
from jedlik.core.iam.request import FixedContext, Request
from jedlik.core.keys.key import Key
from jedlik.features.identity.accounts import create_account
from jedlik.features.identity.directory import Directory
from jedlik.features.identity.identity import Identity
from jedlik.features.identity.records import policy_entry, user_entry
from jedlik.features.identity.sessions import seal_session
from jedlik.storage.interface import Batch, Put
from jedlik.storage.memory import MemoryStorage
from tests.engine.in_memory import ACCOUNT, Caller, result_of
from tests.engine.tables import table_of
from tests.features.identity.stored import (
    ALLOW,
    KEY_ID,
    NOW_S,
    SECRET,
    access_key,
    group,
    policy,
    role,
    session,
    store,
    user,
)

ROOTS = {"AKIAROOT": (ACCOUNT, "secret of root")}


Change = Callable[[], Awaitable[object]]


class CountingStorage(MemoryStorage):
    """Counts reads, and awaits the first of `before` in each."""

    def __init__(self) -> None:
        super().__init__()
        self.reads: list[Sequence[Key]] = []
        self.before: list[Change] = []

    async def read(self, keys: Sequence[Key], *, consistent: bool) -> Sequence[bytes | None]:
        self.reads.append(keys)
        await asyncio.sleep(0)
        if self.before:
            await self.before.pop(0)()
        return await super().read(keys, consistent=consistent)


class Known:
    """A directory over stored identities."""

    def __init__(self) -> None:
        self.storage = CountingStorage()
        self.caller = Caller(storage=self.storage)
        self.node = self.caller.node
        self.directory = Directory(self.node, ROOTS)

    def anna(self, **members: object) -> None:
        """Stores Anna with her key, a group and a policy."""
        readers = group(Inline={"g": ALLOW % "dynamodb:Query"})
        one = policy(ALLOW % "dynamodb:GetItem")
        anna = user(**{"Groups": ["AGPAREADERS"], "Attached": ["ANPAONE"], **members})
        store(self.node, anna, readers, one, access_key(self.node))
        self.storage.reads.clear()

    def load(self, key_id: str = KEY_ID, token: str = "") -> Identity | None:
        return result_of(self.directory.load(key_id, token))

    def loaded(self, key_id: str = KEY_ID, token: str = "") -> Identity:
        found = self.load(key_id, token)
        assert found is not None
        return found


def allows(identity: Identity, action: str) -> bool:
    assert identity.policies is not None
    request = Request(identity.principal.caller, action, "*", FixedContext(identity.principal.keys))
    return decide(request, identity.policies).is_allowed


def test_the_identity_of_a_long_term_key() -> None:
    known = Known()
    known.anna()
    assert known.directory.cached(KEY_ID, "") is None
    identity = known.loaded()
    assert identity.secret == SECRET
    assert identity.principal.arn == f"arn:aws:iam::{ACCOUNT}:user/team/Anna"
    assert identity.expires_s is None
    assert allows(identity, "dynamodb:GetItem")
    assert allows(identity, "dynamodb:Query")
    assert not allows(identity, "dynamodb:PutItem")
    assert known.directory.cached(KEY_ID, "") is identity


@pytest.mark.parametrize(
    "members", [{"Status": "Inactive"}, {"IsOpen": True}, {"UserId": "AIDANO"}]
)
def test_keys_that_do_not_work(members: dict[str, object]) -> None:
    known = Known()
    store(known.node, user(), access_key(known.node, **members))
    assert known.load() is None


def test_unknown_keys_are_not_cached() -> None:
    known = Known()
    for _ in range(3):
        assert known.load("AKIAUNKNOWN") is None
    assert len(known.storage.reads) == 3
    known.anna()
    assert known.load() is not None  # a key that is made later works at once


def test_a_secret_that_was_sealed_elsewhere_is_reported(caplog: pytest.LogCaptureFixture) -> None:
    known = Known()
    store(known.node, user(), access_key(known.node, Sealed="AAAA"))
    with caplog.at_level(logging.ERROR):
        assert known.load() is None
    assert KEY_ID in caplog.text


def test_the_roots() -> None:
    known = Known()
    root = known.loaded("AKIAROOT")
    assert (root.principal.arn, root.secret) == (f"arn:aws:iam::{ACCOUNT}:root", "secret of root")
    assert allows(root, "dynamodb:DeleteTable")
    key = result_of(create_account(known.node, "210987654321"))
    other = known.loaded(key.access_key_id)
    assert other.principal.arn == "arn:aws:iam::210987654321:root"
    assert other.secret == key.secret


def test_a_change_is_seen_by_the_next_request() -> None:
    known = Known()
    known.anna()
    known.loaded()
    store(known.node, policy(ALLOW % "dynamodb:PutItem"))
    assert known.directory.cached(KEY_ID, "") is None
    assert allows(known.loaded(), "dynamodb:PutItem")
    assert not allows(known.loaded(), "dynamodb:GetItem")


def test_a_change_of_something_else_costs_one_read() -> None:
    known = Known()
    known.anna()
    before = known.loaded()
    before.allowed["dynamodb:GetItem", "music"] = table_of()
    store(known.node, policy(ALLOW % "dynamodb:PutItem", Id="ANPAOTHER"))
    known.storage.reads.clear()
    after = known.loaded()
    assert len(known.storage.reads) == 1
    assert after.policies is before.policies
    assert after.allowed == {}  # what was allowed may have depended on what has changed
    assert known.directory.cached(KEY_ID, "") is after


async def nothing() -> None:
    """Changes nothing."""


def test_an_identity_is_not_made_of_records_of_two_moments() -> None:
    known = Known()
    known.anna()

    async def change() -> None:
        # Somebody takes the policy from Anna, and then widens it.
        without = user(Groups=["AGPAREADERS"])
        wide = policy(ALLOW % "dynamodb:*")
        mutations = [
            Put(user_entry(ACCOUNT, without["Id"]).key, orjson.dumps(without)),
            Put(policy_entry(ACCOUNT, wide["Id"]).key, orjson.dumps(wide)),
        ]
        await known.storage.transact([], lambda _: Batch(mutations, None))

    # The reads: the key, Anna, her group, her policy.
    known.storage.before = [nothing, nothing, nothing, change]
    identity = known.loaded()
    assert not allows(identity, "dynamodb:PutItem")
    assert not allows(identity, "dynamodb:GetItem")
    assert allows(identity, "dynamodb:Query")


def test_records_that_change_all_the_time_are_an_outage() -> None:
    known = Known()
    known.anna()
    count = iter(range(100))

    async def change() -> None:
        anna = user(Tags={"Number": str(next(count))})
        put = Put(user_entry(ACCOUNT, anna["Id"]).key, orjson.dumps(anna))
        await known.storage.transact([], lambda _: Batch([put], None))

    known.storage.before = [change] * 50
    with pytest.raises(Reject) as caught:
        known.load()
    assert caught.value.error.code == "ServiceUnavailable"


@pytest.mark.parametrize("members", [{"Attached": ["ANPAGONE"]}, {"Inline": {"i": "{"}}])
def test_who_has_a_policy_that_cannot_be_read_may_do_nothing(
    members: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    known = Known()
    known.anna(**members)
    with caplog.at_level(logging.ERROR):
        assert known.loaded().policies is None
    assert len(caplog.records) == 1
    assert "AIDAANNA" in caplog.text


def test_one_load_of_an_identity_runs_at_a_time() -> None:
    known = Known()
    known.anna()

    async def load() -> list[Identity | None]:
        loads = (known.directory.load(KEY_ID, "") for _ in range(10))
        return await asyncio.gather(*loads)

    found = result_of(load())
    assert len({id(each) for each in found}) == 1
    assert len(known.storage.reads) <= 5


# --- sessions ------------------------------------------------------------------------------------


def test_the_session_of_a_role() -> None:
    known = Known()
    store(known.node, role(Inline={"i": ALLOW % "dynamodb:*"}))
    made = seal_session(
        known.node.sealing, session(Policies=[ALLOW % "dynamodb:GetItem"], ManagedPolicies=[])
    )
    identity = known.loaded(made.access_key_id, made.session_token)
    assert identity.secret == made.secret_access_key
    assert identity.expires_s == NOW_S + 3600
    assert allows(identity, "dynamodb:GetItem")
    assert not allows(identity, "dynamodb:PutItem")
    assert known.directory.cached(made.access_key_id, made.session_token) is identity
    assert known.directory.cached("ASIAOTHER", made.session_token) is None
    assert known.load("ASIAOTHER", made.session_token) is None
    assert known.load(made.access_key_id, "") is None


def test_sessions_are_cached_by_their_token() -> None:
    known = Known()
    store(known.node, role(Inline={"i": ALLOW % "dynamodb:*"}))
    made = seal_session(known.node.sealing, session())
    known.loaded(made.access_key_id, made.session_token)
    assert known.directory.cached(made.access_key_id, made.session_token + "x") is None
    assert known.load(made.access_key_id, made.session_token + "x") is None


def test_a_token_of_open_mode_and_one_of_a_deleted_role_are_refused() -> None:
    known = Known()
    store(known.node, role())
    for sent in (session(IsOpen=True), session(EntityId="AROAGONE")):
        made = seal_session(known.node.sealing, sent)
        assert known.load(made.access_key_id, made.session_token) is None


def test_a_user_a_federated_user_and_the_root_with_temporary_credentials() -> None:
    known = Known()
    known.anna(Inline={"i": ALLOW % "*"})
    arns = []
    for sent in (
        session(Kind="user", EntityId="AIDAANNA"),
        session(Kind="user", EntityId=""),
        session(Kind="federated", EntityId="AIDAANNA", Name="bob"),
        session(Kind="federated", EntityId="", Name="bob", Policies=[ALLOW % "dynamodb:Scan"]),
    ):
        made = seal_session(known.node.sealing, sent)
        identity = known.loaded(made.access_key_id, made.session_token)
        arns.append((identity.principal.arn.split(":", 5)[5], allows(identity, "dynamodb:Scan")))
    assert arns == [
        ("user/team/Anna", True),
        ("root", True),
        ("federated-user/bob", False),  # nothing without a session policy
        ("federated-user/bob", True),
    ]


def test_sessions_do_not_push_keys_out_of_the_cache_and_are_bounded() -> None:
    # Anybody who may assume a role can make any number of sessions, with policies of their own.
    known = Known()
    known.anna()
    store(known.node, role())
    anna = known.loaded()
    sealed = [seal_session(known.node.sealing, session(Name=f"s{n}")) for n in range(1_001)]
    for each in sealed:
        known.loaded(each.access_key_id, each.session_token)
    assert known.directory.cached(KEY_ID, "") is anna
    first, last = sealed[0], sealed[-1]
    assert known.directory.cached(first.access_key_id, first.session_token) is None
    assert known.directory.cached(last.access_key_id, last.session_token) is not None
    # The id of a key is no token, and a wrong key id does not remove a session.
    assert known.directory.cached(KEY_ID, KEY_ID) is None
    assert known.load("ASIAOTHER", last.session_token) is None
    assert known.directory.cached(last.access_key_id, last.session_token) is not None
