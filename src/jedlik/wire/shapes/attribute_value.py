"""The shapes of attribute values and of maps of them. They are written for speed.

Every value of every item passes these checks of JSON types. Nested values wait in a list, not on
the stack, since a value may be as deep as JSON allows. `core.types.value` checks the depth, the
numbers and the sets later, when it brings values into their canonical form.
"""

from collections.abc import Callable
from typing import Final, cast

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.pauses import STRIDE, spend
from jedlik.core.types import base64
from jedlik.core.types.echo import CUT, listing
from jedlik.wire.shapes.scalars import to_boolean
from jedlik.wire.shapes.serialization import (
    MODEL_PACKAGE,
    malformed,
    not_binary,
    not_convertible,
    not_list,
    not_map,
    not_structure,
)
from jedlik.wire.shapes.shape import Shape, TypeCheck

_JAVA_TYPE: Final = MODEL_PACKAGE + "AttributeValue"
_JAVA_MAP: Final = f"java.util.Map<java.lang.String, {_JAVA_TYPE}>"
_JAVA_STRING: Final = "java.lang.String"

# The members of the service's class in the order in which it prints them. Some are always null.
_PRINTED: Final = (
    *("S", "N", "B", "INT", "DECIMAL", "DOUBLE", "SS", "NS", "BS"),
    *("INTSET", "DECIMALSET", "DOUBLESET", "M", "L", "NULL", "BOOL"),
)

_ECHO_LEVELS: Final = 100  # deeper than the service accepts, less deep than the stack

# Maps and lists whose values are not checked yet.
_Waiting = list["dict[str, object] | list[object]"]

# The first in a waiting list if the older layer of the service reads the request.
_OLDER: Final[dict[str, object]] = {}


class OlderLayerValue(dict[str, object]):
    """A value, or a map of values, that makes the older layer read the whole request.

    In it a text means a Boolean, or a value has no data type or several. Source: dynoxide-rs 3.2.0,
    tests/bool_and_null_values_http.rs, tests/value_layers.rs (recorded in us-east-1, 2026-10-10).
    """


class AttributeValueShape(Shape):
    """One attribute value."""

    java_type = _JAVA_TYPE

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns the check of a value and of all values in it."""

        def check(value: object) -> object:
            waiting: _Waiting = []
            _check_value(value, waiting, inside=inside)
            return _checked(value, waiting)

        return check

    def echo(self, value: object) -> str:
        """Returns the text of a value, with every member of the service's class."""
        return _echo_value(value, 0)

    @property
    def empty(self) -> object:
        """Returns a value without a data type."""
        return {}


class AttributeMap(Shape):
    """A map from names to attribute values: an item, a key, expression values."""

    java_type = _JAVA_MAP

    def type_check(self, *, inside: bool) -> TypeCheck:
        """Returns the check of a map and of every value in it."""

        def check(value: object) -> object:
            if not isinstance(value, dict):
                raise not_map(value, _JAVA_MAP, inside=inside)
            waiting: _Waiting = []
            _check_entries(value, waiting)
            return _checked(value, waiting) if waiting else value

        return check

    def echo(self, value: object) -> str:
        """Returns the text of the entries: `{name=AttributeValue(...)}`."""
        return _echo("M", value, 0)


def _checked(value: object, waiting: _Waiting) -> object:
    """Checks what waits, and returns the value that the service reads."""
    _check_waiting(waiting)
    if waiting and waiting[0] is _OLDER:
        return OlderLayerValue(cast("dict[str, object]", value))
    return value


def _use_older_layer(waiting: _Waiting) -> None:
    """Notes that the older layer reads the request.

    `_check_waiting` may check one collection again because of it, which changes nothing.
    """
    if not waiting or waiting[0] is not _OLDER:
        waiting.insert(0, _OLDER)


def _check_waiting(waiting: _Waiting) -> None:
    """Checks the values in the waiting maps and lists, and in those that it finds in them."""
    for collection in waiting:  # the list grows during the loop
        if isinstance(collection, dict):
            _check_entries(collection, waiting)
            spend(1 + len(collection) % STRIDE)
            continue
        for at, value in enumerate(collection):
            if at % STRIDE == 0:
                spend(min(STRIDE, len(collection) - at))
            if value is None:
                collection[at] = {}
            else:
                _check_value(value, waiting, inside=True)


def _check_entries(entries: dict[str, object], waiting: _Waiting) -> None:
    """Checks the values of an item or map. A null means a value without a data type."""
    unspent = 0
    for name, value in entries.items():
        unspent += 1
        if unspent == STRIDE:
            spend(STRIDE)
            unspent = 0
        if isinstance(value, dict) and len(value) == 1:
            for tag, content in value.items():
                # Nearly every value is a text or a number. This line is enough for them.
                if not isinstance(content, str) or (tag != "S" and tag != "N"):  # noqa: PLR1714
                    _check_value(value, waiting, inside=True)
                break  # `_check_value` may have removed the member
        elif value is None:
            entries[name] = {}
        else:
            _check_value(value, waiting, inside=True)


def _check_value(value: object, waiting: _Waiting, *, inside: bool) -> None:
    """Checks one value and changes it in place. Lists and maps of values are added to `waiting`."""
    if not isinstance(value, dict):
        raise not_structure(value, _JAVA_TYPE, inside=inside)
    is_clean = True
    for tag, content in value.items():
        if tag in _CHECKS and content is not None:
            value[tag] = _CHECKS[tag](content, waiting)
        else:
            is_clean = False
    if not is_clean:
        for tag in [tag for tag in value if tag not in _CHECKS or value[tag] is None]:
            del value[tag]
    if len(value) != 1:
        _use_older_layer(waiting)


def _check_text(content: object, _: _Waiting) -> object:
    if isinstance(content, str):
        return content
    raise not_convertible(content, _JAVA_STRING)


def _check_binary(content: object, _: _Waiting) -> object:
    if not isinstance(content, str):
        raise not_binary(content)
    fault = base64.fault(content)
    if fault is not None:
        raise malformed(fault)
    return content


def _check_boolean(content: object, waiting: _Waiting) -> object:
    if isinstance(content, list):
        # Source: dynoxide-rs 3.2.0, tests/bool_and_null_values_http.rs (recorded in us-east-1,
        # 2026-10-10).
        raise Reject(ServiceError("SerializationException", None))
    if isinstance(content, bool):
        return content
    _use_older_layer(waiting)
    return to_boolean(content)


def _check_list(content: object, waiting: _Waiting) -> object:
    if not isinstance(content, list):
        raise not_list(content, inside=False)
    waiting.append(content)
    return content


def _check_map(content: object, waiting: _Waiting) -> object:
    if not isinstance(content, dict):
        raise not_map(content, _JAVA_MAP, inside=False)
    waiting.append(content)
    return content


_Check = Callable[[object, _Waiting], object]


def _set_of(check_member: _Check) -> _Check:
    """Returns the check of a set. The check removes members that are null."""

    def check(content: object, waiting: _Waiting) -> object:
        if not isinstance(content, list):
            raise not_list(content, inside=False)
        count = 0
        for at, member in enumerate(content):
            if at % STRIDE == 0:
                spend(STRIDE)
            if member is not None:
                check_member(member, waiting)
                content[count] = member
                count += 1
        del content[count:]
        return content

    return check


_CHECKS: Final[dict[str, _Check]] = {
    "S": _check_text,
    "N": _check_text,
    "B": _check_binary,
    "BOOL": _check_boolean,
    "NULL": _check_boolean,
    "SS": _set_of(_check_text),
    "NS": _set_of(_check_text),
    "BS": _set_of(_check_binary),
    "L": _check_list,
    "M": _check_map,
}


def _echo_value(value: object, levels: int) -> str:
    """Returns the text of a value that is `levels` deep inside another."""
    if levels > _ECHO_LEVELS:
        return CUT
    content = cast("dict[str, object]", value)
    printed = (
        f"{name[0].lower()}{name[1:]}="
        + (_echo(name, content[name], levels + 1) if name in content else "null")
        for name in _PRINTED
    )
    return f"AttributeValue({listing(printed)})"


def _echo(name: str, content: object, levels: int) -> str:
    """Returns the text of the content of a value, as the service prints its Java object."""
    if name in {"B", "BS"}:
        texts = cast("list[str]", content if name == "BS" else [content])
        sizes = map(base64.decoded_bytes, texts)
        buffers = listing(f"java.nio.HeapByteBuffer[pos=0 lim={n} cap={n}]" for n in sizes)
        return f"[{buffers}]" if name == "BS" else buffers
    if name in {"SS", "NS"}:
        return f"[{listing(cast('list[str]', content))}]"
    if name == "L":
        elements = cast("list[object]", content)
        return f"[{listing(_echo_value(value, levels) for value in elements)}]"
    if name == "M":
        entries = cast("dict[str, object]", content).items()
        return "{" + listing(f"{key}={_echo_value(value, levels)}" for key, value in entries) + "}"
    return str(content).lower() if isinstance(content, bool) else str(content)


ATTRIBUTE_VALUE: Final = AttributeValueShape()
ATTRIBUTE_MAP: Final = AttributeMap()
