"""What the role of a job may do."""

from typing import Any

import orjson
import pytest

from jedlik.core.errors import Reject
from jedlik.features.aws_backup.backup_jobs import start_backup_job
from jedlik.features.aws_backup.restore_jobs import start_restore_job
from jedlik.features.aws_backup.roles import (
    CREATE,
    RESTORE,
    WRITE,
    check_passed_role,
    check_role,
    refusal_of,
)
from jedlik.features.identity.transaction import transact
from tests.engine.in_memory import Caller, arn_of, result_of
from tests.features.aws_backup.samples import (
    PLACE,
    ROLE,
    VAULT,
    points,
    start,
    transaction,
    with_vault,
    work,
)
from tests.features.instances.started import trust

BACKUP = f"{arn_of()}/backup/01791500000123-00000000"


def allow(*actions: str, effect: str = "Allow", resource: str = "*") -> str:
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return orjson.dumps({"Version": "2012-10-17", "Statement": [statement]}).decode()


def with_role(*policies: str, service: str = "backup.amazonaws.com") -> Caller:
    """Returns a node with a vault and a role that has some policies."""
    caller = with_vault()
    caller.call("CreateRole", RoleName="backups", AssumeRolePolicyDocument=trust(service))
    for number, policy in enumerate(policies):
        caller.call(
            "PutRolePolicy", RoleName="backups", PolicyName=f"p{number}", PolicyDocument=policy
        )
    return caller


def may(caller: Caller, *needed: tuple[Any, str]) -> str | None:
    return result_of(refusal_of(caller.node, PLACE, ROLE, needed))


def test_a_role_must_exist_and_trust_the_service() -> None:
    assert result_of(check_role(transaction(with_role()), PLACE, ROLE))["Name"] == "backups"
    for caller in (with_vault(), with_role(service="ec2.amazonaws.com")):
        for check in (
            check_role(transaction(caller), PLACE, ROLE),
            check_passed_role(transaction(caller), PLACE, ROLE, is_enforced=True),
        ):
            with pytest.raises(Reject) as caught:
                result_of(check)
            assert str(caught.value.error.message).endswith("cannot be assumed by AWS Backup")
        result_of(check_passed_role(transaction(caller), PLACE, ROLE, is_enforced=False))
        assert str(may(caller, (CREATE, arn_of()))).endswith("cannot be assumed by AWS Backup")


@pytest.mark.parametrize(
    "arn", ["x", "arn:aws:iam::999999999999:role/backups", "arn:aws:iam::123456789012:user/backups"]
)
def test_roles_of_others(arn: str) -> None:
    with pytest.raises(Reject):
        result_of(check_role(transaction(with_role()), PLACE, arn))


def test_its_policies_decide() -> None:
    caller = with_role(allow("dynamodb:CreateBackup", resource=arn_of()))
    assert may(caller, (CREATE, arn_of())) is None
    assert may(caller, (CREATE, arn_of("other"))) == (
        "User: arn:aws:sts::123456789012:assumed-role/backups/AWSBackup-backups is not authorized"
        f" to perform: dynamodb:CreateBackup on resource: {arn_of('other')} because no"
        " identity-based policy allows the dynamodb:CreateBackup action"
    )
    assert may(caller, (RESTORE, BACKUP), (WRITE, arn_of("other"))) is not None
    denied = with_role(allow("dynamodb:*"), allow("dynamodb:CreateBackup", effect="Deny"))
    assert "with an explicit deny" in str(may(denied, (CREATE, arn_of())))
    assert may(denied, (RESTORE, BACKUP), (WRITE, arn_of("other"))) is None


def test_the_policy_of_the_table_decides_too() -> None:
    caller = with_role(allow("dynamodb:*"))
    document = orjson.loads(allow("dynamodb:CreateBackup", effect="Deny", resource=arn_of()))
    document["Statement"][0]["Principal"] = {"AWS": ROLE}
    caller.call("PutResourcePolicy", ResourceArn=arn_of(), Policy=orjson.dumps(document).decode())
    assert "with an explicit deny in a resource-based policy" in str(
        may(caller, (CREATE, arn_of()))
    )


def enforced(caller: Caller) -> str:
    """Begins a backup job as on a server that enforces policies. Returns its id."""
    request = {"BackupVaultName": VAULT, "ResourceArn": arn_of(), "IamRoleArn": ROLE}
    made = result_of(
        transact(
            caller.node,
            lambda each: start_backup_job(each, PLACE, request, is_enforced=True),
            raises_epoch=False,
        )
    )
    return made["Id"]


def test_a_job_whose_role_may_not_fails() -> None:
    caller = with_role()
    job_id = enforced(caller)
    result_of(work(caller))
    failed = caller.call("DescribeBackupJob", BackupJobId=job_id)
    assert failed["State"] == "FAILED"
    assert "is not authorized to perform: dynamodb:CreateBackup" in failed["StatusMessage"]
    assert points(caller) == []


def test_a_job_whose_role_may_makes_a_backup() -> None:
    caller = with_role(allow("dynamodb:CreateBackup"))
    enforced(caller)
    result_of(work(caller))
    assert len(points(caller)) == 1


@pytest.mark.parametrize("is_allowed", [False, True])
def test_a_restore_needs_rights_to_the_new_table(is_allowed: bool) -> None:
    actions = [*RESTORE, *(WRITE if is_allowed else ())]
    caller = with_role(allow(*actions))
    start(caller)
    result_of(work(caller))
    request = {
        "RecoveryPointArn": points(caller)[0]["RecoveryPointArn"],
        "IamRoleArn": ROLE,
        "Metadata": {"targetTableName": "restored"},
    }
    made = result_of(
        transact(
            caller.node,
            lambda each: start_restore_job(each, PLACE, request, is_enforced=True),
            raises_epoch=False,
        )
    )
    result_of(work(caller))
    done = caller.call("DescribeRestoreJob", RestoreJobId=made["Id"])
    assert done["Status"] == ("COMPLETED" if is_allowed else "FAILED")
    if not is_allowed:
        assert "dynamodb:BatchWriteItem" in done["StatusMessage"]
