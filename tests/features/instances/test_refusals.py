"""The texts of errors, from public logs (moto, Terraform, the AWS CLI)."""

from jedlik.features.instances.refusals import (
    combination,
    invalid_for,
    invalid_value,
    malformed_instance_id,
    no_association,
    no_instances,
    no_key_pair,
    refusal,
)


def test_texts() -> None:
    refused = [
        no_instances(["i-1"]),
        no_instances(["i-1", "i-2"]),
        malformed_instance_id("x"),
        no_key_pair("k"),
        no_association("a"),
        invalid_for("P", "iamInstanceProfile.name", "Invalid IAM Instance Profile name"),
        invalid_value("no"),
        combination("no"),
        refusal("IncorrectState", "no"),
    ]
    assert [f"{each.error.code}: {each.error.message}" for each in refused] == [
        "InvalidInstanceID.NotFound: The instance ID 'i-1' does not exist",
        "InvalidInstanceID.NotFound: The instance IDs 'i-1, i-2' do not exist",
        'InvalidInstanceID.Malformed: Invalid id: "x"',
        "InvalidKeyPair.NotFound: The key pair 'k' does not exist",
        "InvalidAssociationID.NotFound: An invalid association-id of 'a' was given",
        "InvalidParameterValue: Value (P) for parameter iamInstanceProfile.name is invalid."
        " Invalid IAM Instance Profile name",
        "InvalidParameterValue: no",
        "InvalidParameterCombination: no",
        "IncorrectState: no",
    ]
