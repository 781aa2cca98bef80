"""The errors of EC2, as the rules of this feature raise them.

The codes are in the EC2 API Reference, "Error codes". The texts are from public logs of the AWS CLI
and Terraform, and from moto, which repeats recorded ones.
"""

from collections.abc import Sequence

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.echo import clipped


def refusal(code: str, text: str) -> Reject:
    """Returns an error. The caller raises it."""
    return Reject(ServiceError(code, text))


def invalid_value(text: str) -> Reject:
    """Returns InvalidParameterValue."""
    return refusal("InvalidParameterValue", text)


def invalid_for(value: str, parameter: str, reason: str) -> Reject:
    """Returns InvalidParameterValue for the value of a parameter."""
    text = f"Value ({clipped(value)}) for parameter {parameter} is invalid. {reason}"
    return refusal("InvalidParameterValue", text)


def combination(text: str) -> Reject:
    """Returns InvalidParameterCombination."""
    return refusal("InvalidParameterCombination", text)


def no_instances(ids: Sequence[str]) -> Reject:
    """Returns the error for instances that do not exist."""
    if len(ids) == 1:
        text = f"The instance ID '{ids[0]}' does not exist"
    else:
        text = f"The instance IDs '{clipped(', '.join(ids))}' do not exist"
    return refusal("InvalidInstanceID.NotFound", text)


def malformed_instance_id(text: str) -> Reject:
    """Returns the error for a text that is no id of an instance."""
    return refusal("InvalidInstanceID.Malformed", f'Invalid id: "{clipped(text)}"')


def no_key_pair(name: str) -> Reject:
    """Returns the error for a key pair that does not exist."""
    return refusal("InvalidKeyPair.NotFound", f"The key pair '{clipped(name)}' does not exist")


def no_association(text: str) -> Reject:
    """Returns the error for an association that does not exist."""
    message = f"An invalid association-id of '{clipped(text)}' was given"
    return refusal("InvalidAssociationID.NotFound", message)
