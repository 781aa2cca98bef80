"""A second evaluator of policies, written from the rules alone. It is slow and obvious.

It imports nothing of `jedlik`. It reads the JSON of documents again for each request, turns
wildcards into regular expressions, and follows the steps of the IAM User Guide, "Policy evaluation
logic", one by one. It expects documents that the service would accept.
"""

import re
from collections.abc import Iterator
from typing import Any

from tests.core.iam.oracle_values import (
    as_list,
    as_text,
    bytes_of,
    date_of,
    fits,
    is_in_network,
    number_of,
    split_arn,
    wildcards_regex,
)

Json = Any
MULTIVALUED = {
    "dynamodb:attributes",
    "dynamodb:leadingkeys",
    "dynamodb:firstpartitionkeyvalues",
    "dynamodb:secondpartitionkeyvalues",
    "dynamodb:thirdpartitionkeyvalues",
    "dynamodb:fourthpartitionkeyvalues",
    "aws:tagkeys",
    "aws:calledvia",
}
NAMES = {
    "identity": "identity-based policy",
    "resource": "resource-based policy",
    "boundary": "permissions boundary",
    "session": "session policy",
    "trust": "role trust policy",
}


class Answer:
    """outcome: allowed, explicitDeny or implicitDeny. by: the kind of policy that decided."""

    def __init__(self, outcome: str, by: str, text: str) -> None:
        self.outcome = outcome
        self.by = by
        self.text = text

    def __repr__(self) -> str:
        return f"{self.outcome} by {self.by}: {self.text}"


def answer(world: Json) -> Answer:
    """Returns the decision of a world, see `worlds`, and the text of a refusal."""
    outcome, by, arn = _Evaluation(world).run()
    caller, action, resource = world["caller"]["arn"], world["action"], world["resource"]
    text = f"User: {caller} is not authorized to perform: {action} on resource: {resource} "
    if outcome == "allowed":
        text = ""
    elif outcome == "implicitDeny":
        text += f"because no {NAMES[by]} allows the {action} action"
    else:
        article = {"identity": "an", "trust": "the"}.get(by, "a")
        text += f"with an explicit deny in {article} {NAMES[by]}"
        if arn and by in ("identity", "boundary"):
            text += f": {arn}"
    return Answer(outcome, by, text)


class _Evaluation:
    def __init__(self, world: Json) -> None:
        self.world = world
        self.caller = world["caller"]
        self.kind = self.caller["kind"]
        self.owner = world.get("owner", self.caller["account"])
        self.is_same_account = self.owner == self.caller["account"]
        self.context = {key.lower(): each for key, each in world.get("context", {}).items() if each}
        self.resource_kind = world.get("resource_kind", "table")
        self.resource_name = "trust" if self.resource_kind == "role" else "resource"

    # --- The decision ---

    def run(self) -> tuple[str, str, str | None]:
        pools = self._pools()
        # 1. An explicit deny in any policy is final.
        for name in (self.resource_name, "identity", "boundary", "session"):
            for policy in pools[name] or []:
                if name == "resource" and self._root_deletes_policy():
                    continue
                if any(self._applies(policy, "deny")):
                    return "explicitDeny", name, policy.get("arn")
        # 2. Callers without an account have only the policy of the resource.
        levels = [
            level
            for policy in pools[self.resource_name] or []
            for level in self._applies(policy, "allow")
        ]
        if self.kind in ("service", "web identity", "anonymous"):
            return ("allowed" if levels else "implicitDeny"), self.resource_name, None
        identity_allows = self.kind == "root" or self._allows(pools["identity"])
        boundary_allows = pools["boundary"] is None or self._allows(pools["boundary"])
        session_allows = pools["session"] is None or self._allows(pools["session"])
        if self.is_same_account:
            # 3. The policy of the resource names the caller itself.
            if "itself" in levels:
                return "allowed", self.resource_name, None
            # 4. Trust policies and key policies must allow themselves.
            if not levels and self.resource_kind in ("role", "key"):
                return "implicitDeny", self.resource_name, None
            # 5. Naming the role or user behind a session replaces the identity's Allow.
            is_granted = "entity" in levels
            if not is_granted and not identity_allows:
                return "implicitDeny", "identity", None
            if not boundary_allows:
                return "implicitDeny", "boundary", None
            if not session_allows:
                return "implicitDeny", "session", None
            if is_granted:
                return "allowed", self.resource_name, None
            return "allowed", "root" if self.kind == "root" else "identity", None
        # 6. Across accounts both sides must allow.
        if not identity_allows:
            return "implicitDeny", "identity", None
        if not boundary_allows:
            return "implicitDeny", "boundary", None
        if not session_allows:
            return "implicitDeny", "session", None
        if not levels:
            return "implicitDeny", self.resource_name, None
        return "allowed", "root" if self.kind == "root" else "identity", None

    def _pools(self) -> dict[str, Json]:
        world = self.world
        boundary = world.get("boundary")
        document = world.get("resource_policy")
        return {
            "identity": world.get("identity", []),
            "boundary": None if boundary is None else [boundary],
            "session": world.get("session"),
            self.resource_name: None if document is None else [{"document": document}],
        }

    def _root_deletes_policy(self) -> bool:
        is_delete: bool = self.world["action"].lower() == "dynamodb:deleteresourcepolicy"
        return is_delete and self.kind == "root" and self.is_same_account

    def _allows(self, policies: Json) -> bool:
        return any(any(True for _ in self._applies(policy, "allow")) for policy in policies)

    # --- Statements ---

    def _applies(self, policy: Json, effect: str) -> Iterator[str]:
        """Yields, for each statement of an effect that applies, how it names the caller."""
        document = policy["document"]
        has_variables = document.get("Version") == "2012-10-17"
        for statement in as_list(document["Statement"]):
            if statement["Effect"].lower() != effect:
                continue
            level = self._principal_level(statement)
            if level == "not":
                continue
            if (
                self._action_matches(statement)
                and self._resource_matches(statement, has_variables)
                and self._conditions_hold(statement, has_variables)
            ):
                yield level

    def _action_matches(self, statement: Json) -> bool:
        listed = as_list(statement.get("Action", statement.get("NotAction")))
        action = self.world["action"]
        found = any(fits(wildcards_regex(str(text)), action, re.IGNORECASE) for text in listed)
        return found if "Action" in statement else not found

    def _resource_matches(self, statement: Json, has_variables: bool) -> bool:
        if "Resource" not in statement and "NotResource" not in statement:
            return True
        listed = as_list(statement.get("Resource", statement.get("NotResource")))
        found = any(self._resource_is(text, has_variables) for text in listed)
        return found if "Resource" in statement else not found

    def _resource_is(self, text: str, has_variables: bool) -> bool:
        if text == "*":
            return True
        parts = split_arn(text)
        return self._arn_is(parts + ["*"] * (6 - len(parts)), self.world["resource"], has_variables)

    def _arn_is(self, patterns: list[str], arn: str, has_variables: bool) -> bool:
        parts = arn.split(":", 5)
        if len(patterns) != 6 or len(parts) != 6:
            return False
        regexes = [self._filled(text, has_variables, wildcards=True) for text in patterns]
        return all(
            regex is not None and fits(regex, part)
            for regex, part in zip(regexes, parts, strict=True)
        )

    # --- Principals ---

    def _principal_level(self, statement: Json) -> str:
        """itself, entity (a session of it), account, or not."""
        if "NotPrincipal" in statement:
            return "not" if self._is_exempt(statement["NotPrincipal"]) else "account"
        if "Principal" not in statement:
            return "itself"
        principal = statement["Principal"]
        if principal == "*":
            return "itself"
        levels = [
            self._level(kind, each) for kind in principal for each in as_list(principal[kind])
        ]
        for level in ("itself", "entity", "account"):
            if level in levels:
                return level
        return "not"

    def _level(self, kind: str, value: str) -> str:
        caller = self.caller
        if kind == "AWS" and value == "*":
            return "itself"
        if self.kind in ("service", "web identity"):
            wanted = {"service": "Service", "web identity": "Federated"}[self.kind]
            return "itself" if kind == wanted and value == caller["arn"] else "not"
        if kind != "AWS" or self.kind == "anonymous":
            return "not"
        account = caller["account"]
        if value in (account, f"arn:aws:iam::{account}:root"):
            return "itself" if self.kind == "root" else "account"
        if self.kind == "root":
            return "not"
        if value == caller["arn"]:
            return "itself"
        if value in (caller.get("entity_arn"), caller.get("entity_id")):
            return "itself" if self.kind == "user" else "entity"
        return "not"

    def _is_exempt(self, principal: Json) -> bool:
        if principal == "*":
            return True
        aws = as_list(principal.get("AWS", []))
        caller = self.caller
        if "*" in aws:
            return True
        if self.kind == "service":
            return caller["arn"] in as_list(principal.get("Service", []))
        if self.kind == "web identity":
            return caller["arn"] in as_list(principal.get("Federated", []))
        account = caller["account"]
        if self.kind == "root":
            return account in aws or f"arn:aws:iam::{account}:root" in aws
        entity = {caller.get("entity_arn", caller["arn"]), caller.get("entity_id")} & set(aws)
        if self.kind == "user":
            return bool(entity)
        if caller.get("entity_arn") == f"arn:aws:iam::{account}:root" and account in aws:
            entity.add(account)
        return bool(entity) and caller["arn"] in aws

    # --- Conditions ---

    def _conditions_hold(self, statement: Json, has_variables: bool) -> bool:
        return all(
            self._condition_holds(name, key, as_list(values), has_variables)
            for name, keys in statement.get("Condition", {}).items()
            for key, values in keys.items()
        )

    def _condition_holds(self, name: str, key: str, wanted: Json, has_variables: bool) -> bool:
        wanted = [as_text(each) for each in wanted]
        quantifier, _, operator = name.rpartition(":")
        given = self.context.get(key.lower())
        if operator == "Null":
            return ("true" if given is None else "false") in [each.lower() for each in wanted]
        if_exists = operator.endswith("IfExists")
        operator = operator.removesuffix("IfExists")
        is_negated = "Not" in operator
        if given is None:
            if quantifier:
                return quantifier == "ForAllValues"
            return if_exists or is_negated
        results = [self._value_holds(operator, each, wanted, has_variables) for each in given]
        if quantifier == "ForAllValues":
            return all(results)
        if quantifier == "ForAnyValue":
            return any(results)
        if key.lower() in MULTIVALUED or len(given) > 1:
            return False
        return results[0]

    def _value_holds(
        self, operator: str, given: str, wanted: list[str], has_variables: bool
    ) -> bool:
        matches = any(
            self._is(operator.replace("Not", "", 1), given, each, has_variables) for each in wanted
        )
        return not matches if "Not" in operator else matches

    def _is(self, operator: str, given: str, wanted: str, has_variables: bool) -> bool:
        if operator.startswith("String"):
            regex = self._filled(wanted, has_variables, wildcards=operator == "StringLike")
            if regex is None:
                return False
            return fits(regex, given, re.IGNORECASE if "IgnoreCase" in operator else 0)
        if operator in ("ArnLike", "ArnEquals"):
            return self._arn_is(split_arn(wanted), given, has_variables)
        if operator == "Bool":
            regex = self._filled(wanted, has_variables, wildcards=False)
            is_boolean = given.lower() in ("true", "false")
            return is_boolean and regex is not None and fits(regex, given, re.IGNORECASE)
        if operator == "BinaryEquals":
            return bytes_of(given) is not None and bytes_of(given) == bytes_of(wanted)
        if operator == "IpAddress":
            return is_in_network(given, wanted)
        read = number_of if operator.startswith("Numeric") else date_of
        left, right = read(given), read(wanted)
        if left is None or right is None:
            return False
        return {
            "Equals": left == right,
            "LessThan": left < right,
            "LessThanEquals": left <= right,
            "GreaterThan": left > right,
            "GreaterThanEquals": left >= right,
        }[operator.removeprefix("Numeric").removeprefix("Date")]

    def _filled(self, text: str, has_variables: bool, *, wildcards: bool) -> str | None:
        """A regular expression for a text with variables, or None if one has no value."""
        regex = ""
        for piece in re.split(r"(\$\{[^}]*\})", text) if has_variables else [text]:
            if has_variables and re.fullmatch(r"\$\{[^}]*\}", piece):
                value = self._variable(piece[2:-1])
                if value is None:
                    return None
                regex += re.escape(value)
            else:
                regex += wildcards_regex(piece) if wildcards else re.escape(piece)
        return regex

    def _variable(self, inside: str) -> str | None:
        if inside in ("*", "?", "$"):
            return inside
        default = None
        quoted = re.fullmatch(r"([^,]*),\s*'(.*)'\s*", inside, re.DOTALL)
        if quoted:
            inside, default = quoted[1], quoted[2]
        key = inside.strip().lower()
        values = self.context.get(key)
        if values is None or len(values) > 1 or key in MULTIVALUED:
            return default
        return str(values[0])
