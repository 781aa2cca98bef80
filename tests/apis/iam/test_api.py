"""The API as a value: operations and errors are those of the model."""

import botocore.session

from jedlik.apis.iam.api import IAM
from jedlik.apis.iam.built import BUILT
from tests.models.operations import SOURCES

MODEL = botocore.session.get_session().get_service_model("iam")


def test_the_named_operations_are_the_built_ones() -> None:
    assert sorted(IAM.names) == sorted(each.name for each in BUILT)


def test_every_operation_has_a_generated_model() -> None:
    generated = {name for names in SOURCES["iam"].modules.values() for name in names}
    assert set(IAM.names) <= generated <= set(MODEL.operation_names)


def test_errors_have_the_status_of_the_model() -> None:
    status_by_code = {
        shape.metadata["error"]["code"]: shape.metadata["error"]["httpStatusCode"]
        for shape in MODEL.error_shapes
        if "error" in shape.metadata
    }
    common = {"MalformedInput", "ValidationError", "InvalidParameterValue"}
    found = {row.code: row.http_status for row in IAM.errors.values() if row.code not in common}
    modelled = {code: status for code, status in found.items() if code in status_by_code}
    assert modelled == {code: status_by_code[code] for code in modelled}
    assert len(modelled) > 5
