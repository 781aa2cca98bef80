"""A node with stored identities, for tests without any API."""

import base64
from typing import Any

from jedlik.engine.context import Node
from jedlik.engine.sealing import ACCESS_KEYS
from jedlik.features.identity.records import (
    AccessKeyRecord,
    Entry,
    GroupRecord,
    PolicyRecord,
    RoleRecord,
    UserRecord,
    access_key_entry,
    user_entry,
)
from jedlik.features.identity.sessions import Session
from jedlik.features.identity.transaction import Transaction, transact
from tests.engine.in_memory import ACCOUNT, START_MS, result_of

NOW_S = START_MS // 1000
KEY_ID = "AKIAANNA"
SECRET = "secret of anna"
ALLOW = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"%s","Resource":"*"}}'


def user(**members: object) -> UserRecord:
    """Returns the record of a user Anna."""
    record: UserRecord = {
        "Id": "AIDAANNA",
        "AccountId": ACCOUNT,
        "Name": "Anna",
        "Path": "/team/",
        "CreatedS": NOW_S,
        "Tags": {"Team": "red"},
        "Inline": {},
        "Attached": [],
        "Groups": [],
        "AccessKeys": [KEY_ID],
        "HasPassword": False,
    }
    return {**record, **members}  # type: ignore[typeddict-item]


def group(**members: object) -> GroupRecord:
    """Returns the record of a group Readers."""
    record: GroupRecord = {
        "Id": "AGPAREADERS",
        "AccountId": ACCOUNT,
        "Name": "Readers",
        "Path": "/",
        "CreatedS": NOW_S,
        "Tags": {},
        "Inline": {},
        "Attached": [],
        "MemberCount": 0,
    }
    return {**record, **members}  # type: ignore[typeddict-item]


def role(**members: object) -> RoleRecord:
    """Returns the record of a role Reader."""
    record: RoleRecord = {
        "Id": "AROAREADER",
        "AccountId": ACCOUNT,
        "Name": "Reader",
        "Path": "/apps/",
        "CreatedS": NOW_S,
        "Tags": {"Team": "blue", "Kind": "app"},
        "Inline": {},
        "Attached": [],
        "Trust": {"Text": "", "Principals": {}},
        "Description": "",
        "MaxSessionS": 3600,
        "InstanceProfiles": [],
    }
    return {**record, **members}  # type: ignore[typeddict-item]


def policy(document: str, **members: object) -> PolicyRecord:
    """Returns the record of a managed policy."""
    record: PolicyRecord = {
        "Id": "ANPAONE",
        "AccountId": ACCOUNT,
        "Name": "One",
        "Path": "/",
        "CreatedS": NOW_S,
        "Tags": {},
        "Description": "",
        "UpdatedS": NOW_S,
        "Document": document,
        "Default": 1,
        "Versions": [{"Number": 1, "CreatedS": NOW_S}],
        "LastNumber": 1,
    }
    return {**record, **members}  # type: ignore[typeddict-item]


def access_key(node: Node, **members: object) -> AccessKeyRecord:
    """Returns the record of the key of Anna."""
    sealed = node.sealing.seal(ACCESS_KEYS, SECRET.encode(), KEY_ID.encode())
    record: AccessKeyRecord = {
        "Id": KEY_ID,
        "AccountId": ACCOUNT,
        "UserId": "AIDAANNA",
        "Status": "Active",
        "Sealed": base64.b64encode(sealed).decode(),
        "CreatedS": NOW_S,
        "IsOpen": False,
    }
    return {**record, **members}  # type: ignore[typeddict-item]


def session(**members: object) -> Session:
    """Returns a session of the role."""
    made: Session = {
        "AccountId": ACCOUNT,
        "Kind": "role",
        "EntityId": "AROAREADER",
        "Name": "anna",
        "IssuedS": NOW_S,
        "ExpiresS": NOW_S + 3600,
    }
    return {**made, **members}  # type: ignore[typeddict-item]


def store(
    node: Node,
    *found: UserRecord | GroupRecord | RoleRecord | PolicyRecord | AccessKeyRecord,
) -> None:
    """Stores records under their ids."""

    async def operation(transaction: Transaction) -> None:
        for each in found:
            identifier = each["Id"]
            is_key = "Sealed" in each
            entry: Entry[Any] = (
                access_key_entry(identifier)
                if is_key
                else user_entry(each["AccountId"], identifier)
            )
            transaction.put(entry, each)

    result_of(transact(node, operation))
