"""Values written in a statement: from terms to attribute values in canonical form.

Source of the texts about depth and about duplicate numbers: floci,
DynamoDbPartiQLEdgeCaseIntegrationTest (captured from the service, September 2026).
"""

from typing import Final

from jedlik.core.errors import REQUEST_INVALID, Reject, invalid
from jedlik.core.expressions.update import UPDATE_TOO_DEEP
from jedlik.core.limits import ITEM_LEVELS
from jedlik.core.partiql.ion import ion_type
from jedlik.core.partiql.terms import (
    BAG,
    BINARY,
    BOOLEAN,
    CALL,
    LIST,
    NULL,
    PARAMETER,
    PATH,
    STRUCT,
    TERNARY,
    UNARY,
    Term,
)
from jedlik.core.partiql.tokens import ION, NUMBER, STRING, place
from jedlik.core.types import number
from jedlik.core.types.attribute_value import AttributeValue
from jedlik.core.types.value import OLDER, normalise

EMPTY_COMPONENT: Final = "Path component cannot be an empty string"
CONSTANTS: Final = frozenset({STRING, NUMBER, BOOLEAN, NULL, ION, LIST, BAG, STRUCT})

_BAG_MEMBERS: Final = (
    "Unsupported data type in Bag. DynamoDB only supports either numbers or strings in bags"
)
_NODE_NAMES: Final = {PATH: "VariableReference", PARAMETER: "Parameter"}


def literal_value(statement: str, term: Term) -> AttributeValue:
    """Returns the canonical value of a constant term. Raises Reject if it is no valid constant.

    Errors about numbers name the path inside the value. The value itself is called `root`.
    """
    value = _value(statement, term, "root", 0)
    if term.kind in (LIST, BAG, STRUCT):
        normalise(value, OLDER)  # checks duplicates in sets, and sorts the sets
    return value


def member_key(statement: str, key: Term, path: str) -> str:
    """Returns the name of a struct's member. Raises Reject if it is no text or is empty."""
    if key.kind != STRING:
        actual = _NODE_NAMES.get(key.kind, "INT" if key.kind == NUMBER else key.kind.upper())
        raise invalid(
            f"Tuple keys must be of type String. Actual type: {actual} under {path} "
            + place(statement, key.token)
        )
    if not key.token.text:
        raise invalid(EMPTY_COMPONENT)
    return key.token.text


def duplicate_key(statement: str, key: Term, path: str) -> Reject:
    """Returns the error for a name that occurs twice in a struct."""
    where = place(statement, key.token)
    return invalid(f"Duplicate keys in tuple. Key: {key.token.text} under {path} {where}")


def _value(statement: str, term: Term, path: str, depth: int) -> AttributeValue:
    if depth > ITEM_LEVELS:
        raise invalid(f"{UPDATE_TOO_DEEP} under {path}")
    kind = term.kind
    if kind == STRING:
        return {"S": term.token.text}
    if kind == NUMBER:
        return {"N": _number(term.token.text, path)}
    if kind == BOOLEAN:
        return {"BOOL": term.token.text == "true"}
    if kind == NULL:
        return {"NULL": True}
    if kind == LIST:
        return {
            "L": [
                _value(statement, each, f"{path}[{at}]", depth + 1)
                for at, each in enumerate(term.children)
            ]
        }
    if kind == STRUCT:
        members: dict[str, AttributeValue] = {}
        for key, member in zip(term.children[::2], term.children[1::2], strict=True):
            name = member_key(statement, key, path)
            if name in members:
                raise duplicate_key(statement, key, path)
            members[name] = _value(statement, member, f"{path}.{name}", depth + 1)
        return {"M": members}
    if kind == BAG:
        return _set(statement, term, path)
    raise _refusal(statement, term, path)


def _number(text: str, path: str) -> str:
    try:
        return number.canonical(text, current=False)
    except Reject as reject:
        raise invalid(f"{reject.error.message} under {path}") from None


def _set(statement: str, bag: Term, path: str) -> AttributeValue:
    """Returns the set of a bag. Its first member decides what the others must be.

    Source of the refusals: dynoxide's captures, October 2026.
    """
    if not bag.children:
        raise invalid("Empty bags are not supported")
    first = bag.children[0]
    if first.kind not in (STRING, NUMBER):
        raise invalid(f"{_BAG_MEMBERS} {place(statement, first.token)}")
    for member in bag.children:
        if member.kind != first.kind:
            raise _wrong_member(statement, first, member, path)
    texts = [member.token.text for member in bag.children]
    if first.kind == STRING:
        return {"SS": texts}
    numbers = [_number(text, path) for text in texts]
    if len(set(numbers)) != len(numbers):
        listed = ", ".join(texts)
        raise invalid(
            f"{REQUEST_INVALID}Input collection [{listed}] contains duplicates! under {path}"
        )
    return {"NS": numbers}


def _wrong_member(statement: str, first: Term, member: Term, path: str) -> Reject:
    """Returns the error for a member of a bag that is of another kind than the first one."""
    if member.kind in (PARAMETER, ION):
        return _refusal(statement, member, path)
    if first.kind == STRING:
        return invalid(f"{_BAG_MEMBERS} {place(statement, member.token)}")
    if member.kind == NULL:
        return invalid(f"{REQUEST_INVALID}Numeric sets may not contain null under {path}")
    return invalid(_BAG_MEMBERS)


def _refusal(statement: str, term: Term, path: str) -> Reject:
    """Returns the error for a term that is no constant."""
    where = place(statement, term.token)
    if term.kind == ION:
        kind = ion_type(term.token.text[1:-1])
        return invalid(f"Ion Literals are not supported: {kind} under key {path} {where}")
    name = term.kind.upper()
    is_whole = path == "root"
    if term.kind == PATH and term.children:
        name = "PATH"
    elif term.kind == PATH and is_whole:
        name = term.token.text
    elif term.kind == CALL and not is_whole:
        name = "Call"
    elif term.kind in _NODE_NAMES:
        name = _NODE_NAMES[term.kind]
    elif term.kind in (CALL, UNARY, BINARY, TERNARY):
        name = term.token.text.lower()
    return invalid(f"Unsupported data type: {name} under key {path} {where}")
