"""Tables of errors, and that every code of the source is in one."""

import ast

import pytest

from jedlik.apis.errors import COMMON, Row, errors_with
from jedlik.apis.registry import APIS
from tests.tidy.source import PACKAGE, package_files, tree


def test_an_api_adds_rows_and_replaces_common_ones() -> None:
    own = Row("InternalServerError", 500, "com.example", True)
    added = Row("OutOfStock", 409, "com.example", False)
    errors = errors_with(own, added)
    assert (errors["InternalServerError"], errors["OutOfStock"]) == (own, added)
    assert errors.keys() == {row.code for row in COMMON} | {"OutOfStock"}


def test_rows_say_what_the_service_does() -> None:
    """Source: API Reference of DynamoDB, "Error Handling", and recorded bodies (`apis.errors`)."""
    errors = APIS[0].errors
    assert [row.code for row in errors.values() if row.http_status != 400] == [
        "InternalServerError",
        "ServiceUnavailable",
    ]
    assert {row.code for row in errors.values() if row.message_member == "Message"} == {
        "AccessDeniedException",
        "IdempotentParameterMismatchException",
        "SerializationException",
        "TransactionCanceledException",
    }


def codes_of_the_source() -> set[tuple[str, str]]:
    """The file and the code of every `ServiceError("Code", ...)`."""
    return {
        (str(path.relative_to(PACKAGE)), str(node.args[0].value))
        for path in package_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ServiceError"
        and isinstance(node.args[0], ast.Constant)
    }


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_every_code_has_a_row(api: object) -> None:
    found = codes_of_the_source()
    assert ("core/errors.py", "ValidationException") in found
    errors = next(each for each in APIS if each is api).errors
    assert not [(path, code) for path, code in found if code not in errors]
