"""ListImportErrors. The lines are in tests/features/imports/test_error_lines.py."""

from tests.apis.jedlik.explanations.asking import Asked
from tests.apis.sts.callers import allow
from tests.engine.in_memory import Caller, arn_of

ARN = arn_of() + "/import/01791500000123-0badf00d"


def test_an_import_that_does_not_exist() -> None:
    assert Caller().refusal("ListImportErrors", ImportArn=ARN) == (
        f"ImportNotFoundException: Import not found: {ARN}"
    )
    assert Caller().refusal("ListImportErrors", ImportArn="arn").startswith("ValidationException: ")


def test_it_needs_a_permission_of_its_own() -> None:
    server = Asked().server
    anna = server.user("Reader", allow("dynamodb:*"))
    refused = server.refusal(anna, "ListImportErrors", ImportArn=ARN)
    assert "is not authorized to perform: jedlik:ListImportErrors on resource: " + ARN in refused
    carl = server.user("Lister", allow("jedlik:ListImportErrors", ARN))
    assert "ImportNotFoundException" in server.refusal(carl, "ListImportErrors", ImportArn=ARN)
