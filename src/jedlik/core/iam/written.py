"""A document as written: its elements are read from JSON, and nothing is interpreted yet.

What every kind of policy refuses as syntax is refused here: unknown members, members of the wrong
type, contradicting members, unknown operators of conditions. The rules of each kind follow
(`identity_rules`, `trust_rules`, `resource_rules`), then `compile`.

Source: IAM User Guide, "Grammar of the IAM JSON policy language".
"""

from collections.abc import Mapping, Sequence
from typing import Final, final

from jedlik.core.iam.conditions.condition import Comparison, comparison
from jedlik.core.iam.faults import SyntaxFaultError, UnknownFieldError
from jedlik.core.iam.json_tree import ListNode, Node, ObjectNode, TextNode, WordNode
from jedlik.core.iam.principal import ANYONE

VERSION_2008: Final = "2008-10-17"
VERSION_2012: Final = "2012-10-17"
_DOCUMENT_MEMBERS: Final = ("Version", "Id", "Statement")
_STATEMENT_MEMBERS: Final = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource"),
    *("NotResource", "Condition"),
)
_PRINCIPAL_TYPES: Final = ("AWS", "Service", "Federated", "CanonicalUser")


@final
class Element:
    """Action, Resource or their negations. texts: as written, in their order."""

    __slots__ = ("is_negated", "texts")

    def __init__(self, texts: Sequence[str], *, is_negated: bool) -> None:
        self.texts = texts
        self.is_negated = is_negated


@final
class PrincipalElement:
    """Principal or NotPrincipal. is_star: written as the text `*`. Otherwise values by type."""

    __slots__ = ("is_negated", "is_star", "named")

    def __init__(
        self, named: Mapping[str, Sequence[str]], *, is_star: bool, is_negated: bool
    ) -> None:
        self.named = named
        self.is_star = is_star
        self.is_negated = is_negated

    @property
    def is_empty(self) -> bool:
        """Whether no principal is named."""
        return not any(self.named.values())


@final
class WrittenCondition:
    """One operator, one key, and the values as texts. name: of the operator, as written."""

    __slots__ = ("comparison", "key", "name", "texts")

    def __init__(self, name: str, compared: Comparison, key: str, texts: Sequence[str]) -> None:
        self.name = name
        self.comparison = compared
        self.key = key
        self.texts = texts


@final
class WrittenStatement:
    """A statement. Elements that it lacks are None."""

    __slots__ = ("action", "conditions", "effect", "node", "principal", "resource", "sid")

    def __init__(self, node: ObjectNode) -> None:
        members = node.members
        self.node = node
        self.sid = _text_of(members.get("Sid"))
        self.effect = _effect(members.get("Effect"))
        self.principal = _principal(node)
        self.action = _element(node, "Action")
        self.resource = _element(node, "Resource")
        self.conditions = _conditions(members.get("Condition"))

    @property
    def is_allow(self) -> bool:
        """Whether the effect is Allow, in any case."""
        return self.effect is not None and self.effect.lower() == "allow"


@final
class WrittenPolicy:
    """A document. version: None if it names none."""

    __slots__ = ("identifier", "statements", "version")

    def __init__(
        self, version: str | None, identifier: str | None, statements: Sequence[WrittenStatement]
    ) -> None:
        self.version = version
        self.identifier = identifier
        self.statements = statements


def written_policy(node: ObjectNode) -> WrittenPolicy:
    """Returns the elements of a document. Raises SyntaxFaultError.

    Whether there is any statement is checked by the rules of each kind.
    """
    if node.repeated is None:
        for name in node.names:
            if name.text not in _DOCUMENT_MEMBERS:
                raise UnknownFieldError(name.text, name.end)
    _check_members(node, _DOCUMENT_MEMBERS)
    version = _text_of(node.members.get("Version"))
    if version not in {None, VERSION_2008, VERSION_2012}:
        raise SyntaxFaultError(node.members["Version"].end)
    identifier = _text_of(node.members.get("Id"))
    listed = node.members.get("Statement")
    if listed is None:
        raise SyntaxFaultError(node.end)
    statements: list[WrittenStatement] = []
    for each in _items(listed):
        if not isinstance(each, ObjectNode):
            raise SyntaxFaultError(each.end)
        _check_members(each, _STATEMENT_MEMBERS)
        statements.append(WrittenStatement(each))
    return WrittenPolicy(version, identifier, statements)


def _items(node: Node) -> Sequence[Node]:
    """Returns the elements of a list, or the one value that is no list."""
    return node.items if isinstance(node, ListNode) else (node,)


def _check_members(node: ObjectNode, allowed: Sequence[str]) -> None:
    if node.repeated is not None:
        raise SyntaxFaultError(node.repeated.end)
    for name in node.names:
        if name.text not in allowed:
            raise SyntaxFaultError(name.end)


def _text_of(node: Node | None) -> str | None:
    if node is None:
        return None
    if not isinstance(node, TextNode):
        raise SyntaxFaultError(node.end)
    return node.text


def _effect(node: Node | None) -> str | None:
    text = _text_of(node)
    if node is not None and text is not None and text.lower() not in {"allow", "deny"}:
        raise SyntaxFaultError(node.end)
    return text


def _texts(node: Node) -> list[str]:
    """Returns a text or a list of texts as a list."""
    texts: list[str] = []
    for each in _items(node):
        if not isinstance(each, TextNode):
            raise SyntaxFaultError(each.end)
        texts.append(each.text)
    return texts


def _one_of(node: ObjectNode, name: str) -> tuple[Node, bool] | None:
    """Returns the member `name` or `Not<name>`, and whether it is the second. Both are a fault."""
    plain, negated = node.members.get(name), node.members.get(f"Not{name}")
    if plain is not None and negated is not None:
        raise SyntaxFaultError(max(plain.end, negated.end))
    if plain is not None:
        return plain, False
    return None if negated is None else (negated, True)


def _element(node: ObjectNode, name: str) -> Element | None:
    found = _one_of(node, name)
    return None if found is None else Element(_texts(found[0]), is_negated=found[1])


def _principal(node: ObjectNode) -> PrincipalElement | None:
    found = _one_of(node, "Principal")
    if found is None:
        return None
    value, is_negated = found
    if isinstance(value, TextNode) and value.text == ANYONE:
        return PrincipalElement({"AWS": [ANYONE]}, is_star=True, is_negated=is_negated)
    if not isinstance(value, ObjectNode):
        raise SyntaxFaultError(value.end)
    _check_members(value, _PRINCIPAL_TYPES)
    named = {name: _texts(each) for name, each in value.members.items()}
    return PrincipalElement(named, is_star=False, is_negated=is_negated)


def _conditions(node: Node | None) -> Sequence[WrittenCondition]:
    if node is None:
        return ()
    if not isinstance(node, ObjectNode) or node.repeated is not None:
        raise SyntaxFaultError(node.end)
    found: list[WrittenCondition] = []
    for name in node.names:
        keys = node.members[name.text]
        if not isinstance(keys, ObjectNode) or keys.repeated is not None:
            raise SyntaxFaultError(keys.end)
        compared = comparison(name.text)
        # moto: an unknown operator without any key is accepted.
        if compared is None:
            if keys.names:
                raise SyntaxFaultError(name.end)
            continue
        for key, values in keys.members.items():
            found.append(WrittenCondition(name.text, compared, key, _condition_texts(values)))
    return found


def _condition_texts(node: Node) -> list[str]:
    """Returns the values of a condition. Numbers and booleans mean the same with quotes."""
    texts: list[str] = []
    for each in _items(node):
        if isinstance(each, TextNode) or (isinstance(each, WordNode) and each.text != "null"):
            texts.append(each.text)
        else:
            raise SyntaxFaultError(each.end)
    return texts
