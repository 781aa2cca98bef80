"""Tables of errors, and that every code of the source is in one."""

import ast
from functools import cache

import pytest

from jedlik.apis.errors import (
    COMMON,
    EC2_COMMON,
    QUERY_COMMON,
    Row,
    errors_with,
    query_errors,
    rest_errors,
)
from jedlik.apis.registry import APIS
from tests.tidy.source import PACKAGE, nodes, package_files


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
    assert {code for code, row in errors.items() if row.message_member == "Message"} == {
        "AccessDeniedException",
        "IdempotentParameterMismatchException",
        "SerializationException",
        "StatementConditionFailed",  # of ExecuteStatement, for ConditionalCheckFailedException
        "TransactionCanceledException",
    }


@cache
def codes_of_the_source() -> set[tuple[str, str]]:
    """The file and the code of every `ServiceError("Code", ...)`."""
    return {
        (str(path.relative_to(PACKAGE)), str(node.args[0].value))
        for path in package_files()
        if "ServiceError(" in path.read_text()  # to read is much less work than to parse
        for node in nodes(path)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "ServiceError"
        and isinstance(node.args[0], ast.Constant)
    }


PACKAGES = {
    "DynamoDB": "dynamodb",
    "DynamoDBStreams": "dynamodb_streams",
    "IAM": "iam",
    "STS": "sts",
    "EC2": "ec2",
    "KMS": "kms",
    "Backup": "backup",
    "Jedlik": "jedlik",
}


def test_every_code_has_a_row() -> None:
    """Codes of an API, and of what all APIs use, are in its table."""
    found = codes_of_the_source()
    assert ("core/errors.py", "ValidationException") in found
    missing = [
        (api.name, path, code)
        for api in APIS
        for path, code in found
        if path.startswith(("core/", "wire/", "pipeline/", f"apis/{PACKAGES[api.name]}/"))
        and code not in api.errors
    ]
    assert not missing, missing


def test_every_code_of_a_feature_is_in_the_table_of_an_api() -> None:
    codes = {code for api in APIS for code in api.errors}
    assert not [(path, code) for path, code in codes_of_the_source() if code not in codes]


def test_a_query_api_adds_rows_to_the_common_ones() -> None:
    added = Row("OutOfStock", 409, "", False)
    errors = query_errors({"SoldOut": added})
    assert errors["SoldOut"] is added
    assert errors.keys() == QUERY_COMMON.keys() | {"SoldOut"}
    with pytest.raises(AssertionError):
        query_errors({"AccessDeniedException": added})


def test_every_common_error_has_a_row_in_both_forms() -> None:
    assert {row.code for row in COMMON} == QUERY_COMMON.keys() == EC2_COMMON.keys()


def test_rows_of_rest_apis() -> None:
    own = Row("LimitExceededException", 400, "", False)
    errors = rest_errors({"LimitExceededException": own})
    assert errors["LimitExceededException"].message_member == "Message"
    statuses = {code: row.http_status for code, row in errors.items() if row.http_status != 400}
    assert statuses == {
        "AccessDeniedException": 403,  # recorded (steampipe-plugin-aws #1156)
        "ExpiredTokenException": 403,
        "IncompleteSignatureException": 403,
        "InternalServerError": 500,
        "InvalidSignatureException": 403,
        "MissingAuthenticationTokenException": 403,
        "ServiceUnavailable": 503,
        "UnknownOperationException": 404,
        "UnrecognizedClientException": 403,
    }
    with pytest.raises(AssertionError):
        rest_errors({"AccessDeniedException": own})
