"""The errors of a JSON value of the wrong type, in the words of the service's deserializer.

Source: recorded answers in dynalite's test suite (`assertType` in test/helpers.js).
"""

from typing import Final

from jedlik.core.errors import Reject, ServiceError

UNEXPECTED_STRUCTURE: Final = "Start of structure or map found where not expected"
UNEXPECTED_FIELD: Final = "Unexpected field type"
UNEXPECTED_VALUE: Final = "Unexpected value type in payload"
UNEXPECTED_TOKEN: Final = "Unexpected token received from parser"  # noqa: S105  (a token of JSON)
NOT_BASE64: Final = "only base-64-encoded strings are convertible to bytes"
# The answer to another value in the place of a collection inside a collection.
NO_PARAMETERIZED_TYPE: Final = (
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class are in module java.base of loader 'bootstrap')"
)
MODEL_PACKAGE: Final = "com.amazonaws.dynamodb.v20120810."


def malformed(message: str) -> Reject:
    """A SerializationException with `message`, ready to raise."""
    return Reject(ServiceError("SerializationException", message))


def not_convertible(value: object, java_class: str) -> Reject:
    """The error for a JSON value in the place of a scalar of `java_class`."""
    if isinstance(value, dict):
        return malformed(UNEXPECTED_STRUCTURE)
    if isinstance(value, list):
        return not_collection(java_class)
    return malformed(f"{_token(value)} cannot be converted to {java_class.rpartition('.')[2]}")


def not_collection(java_class: str) -> Reject:
    """The error for a list in the place of a value of `java_class`."""
    return malformed(f"Unrecognized collection type class {java_class}")


def not_binary(value: object) -> Reject:
    """The error for a JSON value in the place of base64 text."""
    if isinstance(value, dict | list):
        return not_convertible(value, "java.nio.ByteBuffer")
    return malformed(NOT_BASE64)


def not_list(value: object, *, inside: bool) -> Reject:
    """The error for a JSON value in the place of a list; `inside`: inside another collection."""
    if isinstance(value, dict):
        return malformed(UNEXPECTED_STRUCTURE)
    return malformed(NO_PARAMETERIZED_TYPE if inside else UNEXPECTED_FIELD)


def not_map(value: object, java_type: str, *, inside: bool) -> Reject:
    """The error for a JSON value in the place of a map of `java_type`."""
    if isinstance(value, list):
        return malformed(f"Unrecognized collection type {java_type}")
    return malformed(NO_PARAMETERIZED_TYPE if inside else UNEXPECTED_FIELD)


def not_structure(value: object, java_type: str, *, inside: bool) -> Reject:
    """The error for a JSON value in the place of a structure."""
    if isinstance(value, list):
        return not_collection(java_type)
    return malformed(UNEXPECTED_VALUE if inside else UNEXPECTED_FIELD)


def _token(value: object) -> str:
    """A scalar as the deserializer names it."""
    if value is True:
        return "TRUE_VALUE"
    if value is False:
        return "FALSE_VALUE"
    if isinstance(value, str):
        return "STRING_VALUE"
    return "NUMBER_VALUE" if isinstance(value, int) else "DECIMAL_VALUE"
