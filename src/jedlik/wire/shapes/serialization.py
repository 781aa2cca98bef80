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
# The answer if a collection contains a scalar where it should contain a collection.
NO_PARAMETERIZED_TYPE: Final = (
    "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
    "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
    "java.lang.Class are in module java.base of loader 'bootstrap')"
)
MODEL_PACKAGE: Final = "com.amazonaws.dynamodb.v20120810."


def malformed(message: str) -> Reject:
    """Returns a SerializationException with `message`. The caller raises it."""
    return Reject(ServiceError("SerializationException", message))


def not_convertible(value: object, java_class: str) -> Reject:
    """Returns the error for a JSON value that should be a scalar of `java_class`."""
    if isinstance(value, dict):
        return malformed(UNEXPECTED_STRUCTURE)
    if isinstance(value, list):
        return not_collection(java_class)
    return malformed(f"{_token(value)} cannot be converted to {java_class.rpartition('.')[2]}")


def not_collection(java_class: str) -> Reject:
    """Returns the error for a list that should be a value of `java_class`."""
    return malformed(f"Unrecognized collection type class {java_class}")


def not_binary(value: object) -> Reject:
    """Returns the error for a JSON value that should be base64 text."""
    if isinstance(value, (dict, list)):
        return not_convertible(value, "java.nio.ByteBuffer")
    return malformed(NOT_BASE64)


def not_list(value: object, *, inside: bool) -> Reject:
    """Returns the error for a JSON value that should be a list.

    inside: whether the value is an element of another collection.
    """
    if isinstance(value, dict):
        return malformed(UNEXPECTED_STRUCTURE)
    return malformed(NO_PARAMETERIZED_TYPE if inside else UNEXPECTED_FIELD)


def not_map(value: object, java_type: str, *, inside: bool) -> Reject:
    """Returns the error for a JSON value that should be a map of `java_type`."""
    if isinstance(value, list):
        return malformed(f"Unrecognized collection type {java_type}")
    return malformed(NO_PARAMETERIZED_TYPE if inside else UNEXPECTED_FIELD)


def not_structure(value: object, java_type: str, *, inside: bool) -> Reject:
    """Returns the error for a JSON value that should be a structure."""
    if isinstance(value, list):
        return not_collection(java_type)
    return malformed(UNEXPECTED_VALUE if inside else UNEXPECTED_FIELD)


def _token(value: object) -> str:
    """Returns the name that the deserializer gives to a scalar."""
    if value is True:
        return "TRUE_VALUE"
    if value is False:
        return "FALSE_VALUE"
    if isinstance(value, str):
        return "STRING_VALUE"
    return "NUMBER_VALUE" if isinstance(value, int) else "DECIMAL_VALUE"
