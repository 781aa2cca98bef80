"""The API as a value: operations are those of the model, and every one has a rule."""

import botocore.session

from jedlik.apis.ec2.api import EC2
from jedlik.apis.ec2.built import BUILT
from tests.models.operations import SOURCES

MODEL = botocore.session.get_session().get_service_model("ec2")


def test_the_named_operations_are_the_built_ones() -> None:
    assert sorted(EC2.names) == sorted(each.name for each in BUILT)


def test_every_operation_has_a_generated_model() -> None:
    generated = {name for names in SOURCES["ec2"].modules.values() for name in names}
    assert set(EC2.names) == generated
    assert generated <= set(MODEL.operation_names)
