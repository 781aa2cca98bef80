"""Random worlds in which statements often nearly match, and documents that are nearly policies."""

import json
from collections.abc import Sequence
from random import Random
from typing import Any, Final, TypeVar

from tests.core.iam.worlds import AttachedPolicy, CallerFacts, Document, World

T = TypeVar("T")

A: Final = "123456789012"
B: Final = "210987654321"
USER_ID: Final = "AIDAJQABLZS4A3QDU576Q"
ROLE_ID: Final = "AROAJQABLZS4A3QDU576Q"
ACTIONS: Final = ("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query", "dynamodb:DeleteTable")
ROOT_ACTION: Final = "dynamodb:DeleteResourcePolicy"
ACTION_PATTERNS: Final = (
    *("*", "dynamodb:*", "dynamodb:Get*", "dynamodb:*Item", "DynamoDB:getitem", "dynamodb:?etItem"),
    *("dynamodb:Query", "dynamodb:PutItem", "dynamodb:*e*e*", "s3:*", "*:GetItem", "dynamodb:D*T*"),
)
TABLES: Final = ("Music", "Musicians", "M", "Orders")
VARIABLES: Final = (
    *("${aws:username}", "${AWS:UserName}", "${aws:PrincipalTag/team, 'Music'}", "${aws:tagkeys}"),
    *("${aws:PrincipalTag/team}", "${*}", "${?}", "${$}", "${}", "${aws:userid, 'x'}", "${a"),
)
KEYS: Final = {
    "aws:username": ("Anna", "Bob", "Mu*", "Music"),
    "aws:PrincipalTag/team": ("Music", "*", "?", "music", ""),
    "dynamodb:Select": ("ALL_ATTRIBUTES", "SPECIFIC_ATTRIBUTES"),
    "dynamodb:LeadingKeys": ("Anna", "Bob", "Anna-1", "*"),
    "dynamodb:Attributes": ("Artist", "Song", "Year"),
    "aws:TagKeys": ("team", "cost", "Music"),
    "aws:SourceIp": ("203.0.113.7", "203.0.113.200", "2001:db8::1", "10.0.0.1", "no address"),
    "aws:CurrentTime": (
        *("2026-11-30T13:00:00Z", "2026-11-30T13:00:00.5Z", "2026-12-01T00:00:00+02:00", "later"),
        *("1796043600", "2026-11-30"),
    ),
    "aws:MultiFactorAuthAge": ("300", "3600", "-1", "0.5", "many"),
    "aws:SecureTransport": ("true", "false", "True", "yes"),
    "aws:PrincipalArn": (
        f"arn:aws:iam::{A}:user/Anna",
        f"arn:aws:iam::{A}:role/Reader",
        "arn:aws:iam::no",
    ),
    "app:token": ("QUJD", "QUJE", "not base64!"),
}
VALUE_PATTERNS: Final = (
    *("*", "A*", "*a", "?nna", "A?n*", "*-1", "Anna*", "203.0.113.0/24", "203.0.113.0/25", "::/0"),
    *("2001:db8::/32", "0.0.0.0/0", "10.0.0.1", "10.0.0.0/33", "true", "false", "TRUE", "3600"),
    *("300", "2026-11-30T13:00:00Z", "2026-11", "arn:aws:iam::*:user/*", f"arn:*:*::{A}:*/R*"),
    *("arn:aws:iam::*", "*", "arn:aws:iam::123456789012:user/${aws:username}", "1796043600"),
)
OPERATORS: Final = (
    *("StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"),
    *("StringLike", "StringNotLike", "ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"),
    *("NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals"),
    *("NumericGreaterThan", "NumericGreaterThanEquals", "DateEquals", "DateNotEquals"),
    *("DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals"),
    *("Bool", "BinaryEquals", "IpAddress", "NotIpAddress"),
)
# Operators that fit a key, so that conditions often hold.
FITTING: Final = {
    "aws:SourceIp": ("IpAddress", "NotIpAddress"),
    "aws:CurrentTime": OPERATORS[16:22],
    "aws:MultiFactorAuthAge": OPERATORS[10:16],
    "aws:SecureTransport": ("Bool",),
    "aws:PrincipalArn": OPERATORS[6:10],
    "app:token": ("BinaryEquals",),
}
DATES: Final = ("2026-11-30T13:00:00Z", "2026-11", "1796043600", "2026-11-30T14:00:00+01:00")


class RandomWorlds:
    """Makes worlds from one source of randomness."""

    def __init__(self, random: Random) -> None:
        self.random = random

    def world(self) -> World:
        """Returns a world. Most parts of it are about the same few names."""
        kind = self._weighted({"table": 7, "role": 2, "key": 1})
        world: World = {
            "caller": self.caller(),
            "action": self.action(kind),
            "resource": self._resource(kind),
            "owner": self._weighted({A: 3, B: 1}),
            "context": self._context(),
            "identity": self._policies(2),
            "resource_kind": kind,
        }
        if self._chance(0.25):
            world["boundary"] = self._attached()
        if self._chance(0.25):
            world["session"] = self._policies(2)
        if kind != "table" or self._chance(0.5):
            world["resource_policy"] = self._resource_policy(kind)
        return world

    def caller(self) -> CallerFacts:
        """Returns one of the kinds of callers, mostly in account A."""
        account = self._weighted({A: 4, B: 1})
        iam, sts = f"arn:aws:iam::{account}", f"arn:aws:sts::{account}"
        user: CallerFacts = {
            "kind": "user",
            "account": account,
            "arn": f"{iam}:user/Anna",
            "entity_arn": f"{iam}:user/Anna",
            "entity_id": USER_ID,
        }
        session: CallerFacts = {
            "kind": "role session",
            "account": account,
            "arn": f"{sts}:assumed-role/Reader/s1",
            "entity_arn": f"{iam}:role/Reader",
            "entity_id": ROLE_ID,
        }
        federated: CallerFacts = {
            **user,
            "kind": "federated user",
            "arn": f"{sts}:federated-user/Anna",
        }
        of_root: CallerFacts = {
            "kind": "federated user",
            "account": account,
            "arn": f"{sts}:federated-user/Anna",
            "entity_arn": f"{iam}:root",
        }
        others: list[CallerFacts] = [
            of_root,
            {"kind": "root", "account": account, "arn": f"{iam}:root"},
            {"kind": "service", "account": "", "arn": "ec2.amazonaws.com"},
            {"kind": "web identity", "account": "", "arn": "accounts.google.com"},
            {"kind": "anonymous", "account": "", "arn": "anonymous"},
        ]
        return self._one([user, user, session, session, session, federated, *others])

    def action(self, kind: str) -> str:
        """Returns an action that fits the kind of resource."""
        if kind == "role":
            return "sts:AssumeRole"
        return ROOT_ACTION if self._chance(0.05) else self._one(ACTIONS)

    def _resource(self, kind: str) -> str:
        if kind == "role":
            return f"arn:aws:iam::{A}:role/Reader"
        table = f"arn:aws:dynamodb:us-east-1:{A}:table/{self._one(TABLES)}"
        return self._weighted({table: 8, f"{table}/index/ByYear": 2, "*": 1})

    def _context(self) -> dict[str, list[str]]:
        context: dict[str, list[str]] = {}
        for key, values in KEYS.items():
            if self._chance(0.6):
                name = key.upper() if self._chance(0.1) else key
                context[name] = self._some(values, self._weighted({1: 6, 2: 2, 0: 1, 3: 1}))
        return context

    def _policies(self, most: int) -> list[AttachedPolicy]:
        return [self._attached() for _ in range(self.random.randint(0, most))]

    def _attached(self) -> AttachedPolicy:
        statements = [self.statement() for _ in range(self._weighted({1: 5, 2: 3, 3: 1}))]
        attached: AttachedPolicy = {"document": {"Version": "2012-10-17", "Statement": statements}}
        if self._chance(0.5):
            attached["arn"] = f"arn:aws:iam::{A}:policy/P{self.random.randint(1, 9)}"
        return attached

    def _resource_policy(self, kind: str) -> Document:
        statements: list[dict[str, Any]] = []
        for _ in range(self._weighted({1: 4, 2: 2, 3: 1})):
            statement = self.statement()
            statement[self._weighted({"Principal": 9, "NotPrincipal": 1})] = self._principal()
            is_allow = statement["Effect"] == "Allow"
            if kind == "table" and is_allow:
                self._name_somebody(statement)
            if kind == "role":
                statement.pop("Resource", statement.pop("NotResource", None))
                name = "Action" if "Action" in statement else "NotAction"
                statement[name] = self._one(("sts:AssumeRole", "sts:*", "STS:assume*", "sts:Tag*"))
            elif kind == "table":
                _complete_arns(statement)
                for name in ("Action", "NotAction"):
                    if name in statement:
                        statement[name] = self._one(("dynamodb:*", "dynamodb:GetItem", "*"))
            statements.append(statement)
        version = self._weighted({"2012-10-17": 3, "2008-10-17": 1})
        return {"Version": version, "Statement": statements}

    def _name_somebody(self, statement: dict[str, Any]) -> None:
        """Changes an Allow so that it does not name everyone, which DynamoDB refuses."""
        statement.pop("NotPrincipal", None)
        principal = statement.get("Principal", "*")
        if principal == "*" or "*" in json.dumps(principal):
            statement["Principal"] = {"AWS": self._aws_principal()}

    def statement(self) -> dict[str, Any]:
        """Returns a statement of an identity's policy."""
        statement: dict[str, Any] = {"Effect": self._weighted({"Allow": 4, "Deny": 1})}
        name = self._weighted({"Action": 8, "NotAction": 1})
        actions = [*ACTIONS, *ACTION_PATTERNS, "*", "dynamodb:*", "sts:AssumeRole", "sts:*"]
        statement[name] = self._one_or_some(actions)
        name = self._weighted({"Resource": 8, "NotResource": 1})
        resources = [self._resource_pattern() for _ in range(3)]
        statement[name] = self._one_or_some([*resources, "*"])
        if self._chance(0.4):
            statement["Condition"] = self._conditions()
        return statement

    def _resource_pattern(self) -> str:
        region = self._weighted({"us-east-1": 4, "*": 2, "us-*": 1, "us-????-1": 1})
        account = self._weighted({A: 4, "*": 3, B: 1})
        name = self._one(
            (*TABLES, "*", "Mu*", "M?sic", "M*c*", "*?c", "M*s*s*", "Music/index/*", "*/index/By*")
        )
        if self._chance(0.2):
            name = self._one(VARIABLES) + self._one(("", "*", "ians"))
        whole = f"arn:aws:dynamodb:{region}:{account}:table/{name}"
        return self._weighted({whole: 12, "arn:aws:dynamodb:*": 1, "arn:aws:dynamodb:us-east-1": 1})

    def _conditions(self) -> dict[str, dict[str, Any]]:
        conditions: dict[str, dict[str, Any]] = {}
        for _ in range(self._weighted({1: 3, 2: 1})):
            key = self._one(tuple(KEYS))
            conditions.setdefault(self._operator(key), {})[self._cased(key)] = self._values(key)
        for name, keys in conditions.items():
            if "Date" in name:
                for key in keys:
                    keys[key] = self._one_or_some(DATES)
        return conditions

    def _operator(self, key: str) -> str:
        if self._chance(0.08):
            return "Null"
        fitting = FITTING.get(key, OPERATORS[:6])
        operator = self._one(fitting if self._chance(0.85) else OPERATORS)
        prefix = self._weighted({"": 4, "ForAllValues:": 2, "ForAnyValue:": 2})
        return prefix + operator + self._weighted({"": 4, "IfExists": 1})

    def _values(self, key: str) -> Any:
        values: list[Any] = [*KEYS[key], *KEYS[key], *VALUE_PATTERNS, *VARIABLES, True, 3600]
        if self._chance(0.5):
            values = [*KEYS[key], "true", "false"]
        return self._one_or_some(values)

    def _cased(self, key: str) -> str:
        return key.lower() if self._chance(0.2) else key

    def _principal(self) -> Any:
        if self._chance(0.15):
            return "*"
        named = {
            "AWS": self._one_or_some([self._aws_principal() for _ in range(3)]),
            "Service": "ec2.amazonaws.com",
            "Federated": self._one(("accounts.google.com", "graph.facebook.com")),
        }
        kinds = self._some(("AWS", "AWS", "AWS", "Service", "Federated"), self.random.randint(1, 2))
        return {kind: named[kind] for kind in kinds}

    def _aws_principal(self) -> str:
        account = self._weighted({A: 5, B: 1})
        iam, sts = f"arn:aws:iam::{account}", f"arn:aws:sts::{account}"
        return self._one(
            (
                *(account, f"{iam}:root", f"{iam}:user/Anna", f"{iam}:role/Reader", USER_ID),
                *(ROLE_ID, f"{sts}:assumed-role/Reader/s1", f"{sts}:federated-user/Anna"),
                *(f"{iam}:user/Bob", f"{sts}:assumed-role/Reader/s2"),
            )
        )

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    def _one(self, values: Sequence[T]) -> T:
        return self.random.choice(values)

    def _some(self, values: Sequence[T], count: int) -> list[T]:
        return self.random.sample(values, min(count, len(values)))

    def _one_or_some(self, values: Sequence[Any]) -> Any:
        if self._chance(0.5):
            return self._one(values)
        return self._some(values, self.random.randint(1, 3))

    def _weighted(self, weights: dict[T, int]) -> T:
        return self.random.choices(list(weights), list(weights.values()))[0]


def _complete_arns(statement: dict[str, Any]) -> None:
    """Replaces incomplete ARNs, which DynamoDB refuses."""
    for name in ("Resource", "NotResource"):
        listed = statement.get(name, [])
        texts = listed if isinstance(listed, list) else [listed]
        if any(text.endswith("dynamodb:us-east-1") for text in texts):
            statement[name] = "*"
