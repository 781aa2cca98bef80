"""ListImportErrors. The lines are in tests/features/imports/test_error_lines.py."""

import pytest

from jedlik.core.errors import Reject
from tests.apis.ec2.signed_in import Anna, statement
from tests.engine.in_memory import Caller, arn_of

ARN = arn_of() + "/import/01791500000123-0badf00d"


def test_an_import_that_does_not_exist() -> None:
    assert Caller().refusal("ListImportErrors", ImportArn=ARN) == (
        f"ImportNotFoundException: Import not found: {ARN}"
    )
    assert Caller().refusal("ListImportErrors", ImportArn="arn").startswith("ValidationException: ")


def test_it_needs_a_permission_of_its_own() -> None:
    anna = Anna(Caller(), statement("dynamodb:*"))
    denied = anna.denied("ListImportErrors", ImportArn=ARN)
    assert denied == ("jedlik:ListImportErrors", ARN)
    anna = Anna(Caller(), statement("jedlik:ListImportErrors", ARN))
    with pytest.raises(Reject, match="Import not found"):
        anna.call("ListImportErrors", ImportArn=ARN)
