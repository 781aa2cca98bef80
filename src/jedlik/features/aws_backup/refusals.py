"""The errors of AWS Backup, as the rules of this feature raise them.

Recorded: texts with a number, from logs of the AWS CLI and Terraform that users published. Each has
its source where it is raised. Errors without a number have a text of ours.
"""

from jedlik.core.errors import Reject, ServiceError
from jedlik.core.types.echo import clipped


def refusal(code: str, text: str, number: str = "", context: str = "") -> Reject:
    """Returns an error. The caller raises it. number: such as `ERROR_9101`."""
    fields = {"Code": number} if number else {}
    if context:
        fields["Context"] = context
    return Reject(ServiceError(code, text, fields))


def invalid_value(text: str, number: str = "", context: str = "") -> Reject:
    """Returns InvalidParameterValueException."""
    return refusal("InvalidParameterValueException", text, number, context)


def missing_value(text: str, number: str = "") -> Reject:
    """Returns MissingParameterValueException."""
    return refusal("MissingParameterValueException", text, number)


def invalid_request(text: str, number: str = "") -> Reject:
    """Returns InvalidRequestException."""
    return refusal("InvalidRequestException", text, number)


def not_found(text: str) -> Reject:
    """Returns ResourceNotFoundException."""
    return refusal("ResourceNotFoundException", text)


def no_vault() -> Reject:
    """Returns the error for a vault that does not exist: nobody has rights to it.

    Recorded (ansible-collections/amazon.aws #1436). The text is that of CreateBackupVault without
    rights (terraform-aws-backup #6, its comments).
    """
    return refusal("AccessDeniedException", "Insufficient privileges to perform this action.")


def not_built(what: str) -> Reject:
    """Returns the error for what Jedlik does not have."""
    return invalid_value(f"Jedlik does not have {what}")


def no_role(arn: str) -> Reject:
    """Returns the error for a role that does not exist, or does not trust AWS Backup.

    Source of the text: the errors that Terraform waits out (terraform-provider-aws,
    internal/service/backup/selection.go).
    """
    return invalid_value(f"IAM Role {clipped(arn)} cannot be assumed by AWS Backup")
