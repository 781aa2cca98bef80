"""AWS Backup with boto3 over HTTP: vaults, plans, jobs, and the rights of roles.

The cases of moto's tests of backup (tests/test_backup/test_backup.py) are restated here. None of
them is marked as verified against the service.
"""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.api.clients import client, create, unique
from tests.app.server import Server, serving
from tests.waiting import wait_until

pytestmark = pytest.mark.usefixtures("own_server")

ACCOUNT = "000000000000"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/backups"
PAIR = ("AKIATESTTESTTESTTEST", "secret/with+signs")
ROOT = {"JEDLIK_ROOT_ACCESS_KEY_ID": PAIR[0], "JEDLIK_ROOT_SECRET_ACCESS_KEY": PAIR[1]}


class Clients:
    """Clients of one server. pair: their keys."""

    def __init__(self, server: Server, stack: ExitStack, pair: tuple[str, str]) -> None:
        self.url = server.url
        self.backup, self.dynamodb, self.iam = (
            stack.enter_context(client(server.url, service=service, keys=pair))
            for service in ("backup", "dynamodb", "iam")
        )

    def table(self, items: int = 3) -> str:
        """Creates a table with items. Returns its name."""
        name = create(self.dynamodb, ("pk", "S"))
        for first in range(0, items, 25):
            puts = [
                {"PutRequest": {"Item": {"pk": {"S": str(each)}, "text": {"S": "x" * 200}}}}
                for each in range(first, min(first + 25, items))
            ]
            self.dynamodb.batch_write_item(RequestItems={name: puts})
        return name

    def vault(self) -> str:
        """Creates a vault. Returns its name."""
        name = unique("vault").replace("-", "")[:50]
        self.backup.create_backup_vault(BackupVaultName=name)
        return name

    def start(self, vault: str, table: str, role: str = ROLE) -> str:
        """Begins a backup job. Returns its id."""
        made = self.backup.start_backup_job(
            BackupVaultName=vault, ResourceArn=arn_of(table), IamRoleArn=role
        )
        return str(made["BackupJobId"])

    def state(self, job_id: str) -> str:
        """Returns the state of a backup job."""
        return str(self.backup.describe_backup_job(BackupJobId=job_id)["State"])

    def points(self, vault: str) -> list[Any]:
        """Returns the recovery points of a vault."""
        found: list[Any] = self.backup.list_recovery_points_by_backup_vault(BackupVaultName=vault)[
            "RecoveryPoints"
        ]
        return found


def arn_of(table: str) -> str:
    return f"arn:aws:dynamodb:us-east-1:{ACCOUNT}:table/{table}"


@pytest.fixture(scope="module")
def clients() -> Iterator[Clients]:
    with serving("--memory") as server, ExitStack() as stack:
        yield Clients(server, stack, ("jedlik", "jedlik"))


def refusal(call: Any, **members: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refused:
        call(**members)
    error = refused.value.response["Error"]
    return error["Code"], error["Message"]


def document(vault: str, plan: str = "plan", **members: Any) -> dict[str, Any]:
    rule = {"RuleName": "foobar", "TargetBackupVaultName": vault, **members}
    return {"BackupPlanName": plan, "Rules": [rule]}


# --- moto's cases ---------------------------------------------------------------------------------


def test_vaults(clients: Clients) -> None:
    name = unique("v").replace("-", "")
    tags = {"foo": "bar"}
    made = clients.backup.create_backup_vault(BackupVaultName=name, BackupVaultTags=tags)
    assert {"BackupVaultName", "BackupVaultArn", "CreationDate"} <= made.keys()
    arn = made["BackupVaultArn"]
    clients.backup.tag_resource(ResourceArn=arn, Tags={"key2": "value2", "key3": "value3"})
    clients.backup.untag_resource(ResourceArn=arn, TagKeyList=["key2"])
    assert clients.backup.list_tags(ResourceArn=arn)["Tags"] == {**tags, "key3": "value3"}
    listed = clients.backup.get_paginator("list_backup_vaults").paginate(
        PaginationConfig={"PageSize": 1}
    )
    assert name in [each["BackupVaultName"] for page in listed for each in page["BackupVaultList"]]
    clients.backup.delete_backup_vault(BackupVaultName=name)
    code, _ = refusal(clients.backup.describe_backup_vault, BackupVaultName=name)
    assert code == "AccessDeniedException"


def test_plans(clients: Clients) -> None:
    vault = clients.vault()
    made = clients.backup.create_backup_plan(
        BackupPlan=document(vault, unique()), BackupPlanTags={"key1": "value1"}
    )
    assert {"BackupPlanId", "BackupPlanArn", "CreationDate", "VersionId"} <= made.keys()
    arn, plan_id = made["BackupPlanArn"], made["BackupPlanId"]
    assert clients.backup.list_tags(ResourceArn=arn)["Tags"] == {"key1": "value1"}
    found = clients.backup.get_backup_plan(BackupPlanId=plan_id, VersionId=made["VersionId"])
    assert found["BackupPlan"]["Rules"][0]["ScheduleExpression"] == "cron(0 5 ? * * *)"
    listed = clients.backup.list_backup_plans()["BackupPlansList"]
    assert plan_id in [each["BackupPlanId"] for each in listed]
    deleted = clients.backup.delete_backup_plan(BackupPlanId=plan_id)
    assert {"BackupPlanId", "BackupPlanArn", "DeletionDate", "VersionId"} <= deleted.keys()
    code, _ = refusal(clients.backup.get_backup_plan, BackupPlanId=plan_id)
    assert code == "ResourceNotFoundException"


# --- The whole of it ------------------------------------------------------------------------------


def test_a_job_and_a_restore(clients: Clients) -> None:
    table, vault = clients.table(), clients.vault()
    job_id = clients.start(vault, table)
    wait_until(lambda: clients.state(job_id) == "COMPLETED")
    (point,) = clients.points(vault)
    arn = point["RecoveryPointArn"]
    by_table = clients.backup.list_recovery_points_by_resource(ResourceArn=arn_of(table))
    assert [each["RecoveryPointArn"] for each in by_table["RecoveryPoints"]] == [arn]
    protected = clients.backup.describe_protected_resource(ResourceArn=arn_of(table))
    assert protected["LastRecoveryPointArn"] == arn
    named = {"BackupVaultName": vault, "RecoveryPointArn": arn}
    metadata = clients.backup.get_recovery_point_restore_metadata(**named)["RestoreMetadata"]
    target = unique("restored")
    made = clients.backup.start_restore_job(
        RecoveryPointArn=arn, IamRoleArn=ROLE, Metadata={**metadata, "targetTableName": target}
    )
    restore_id = made["RestoreJobId"]

    def restored() -> bool:
        job = clients.backup.describe_restore_job(RestoreJobId=restore_id)
        return bool(job["Status"] == "COMPLETED")

    wait_until(restored)
    assert clients.dynamodb.scan(TableName=target)["Count"] == 3
    updated = clients.backup.update_recovery_point_lifecycle(
        **named, Lifecycle={"DeleteAfterDays": 30}
    )
    described = clients.backup.describe_recovery_point(**named)
    assert described["CalculatedLifecycle"] == updated["CalculatedLifecycle"]
    delete_at = described["CalculatedLifecycle"]["DeleteAt"]
    assert delete_at - described["CreationDate"] == timedelta(days=30)
    code, text = refusal(clients.backup.delete_backup_vault, BackupVaultName=vault)
    assert (code, text) == (
        "InvalidRequestException",
        "Backup vault cannot be deleted because it contains recovery points.",
    )
    assert refusal(clients.dynamodb.delete_backup, BackupArn=arn)[0] == "ValidationException"
    clients.backup.delete_recovery_point(**named)
    clients.backup.delete_backup_vault(BackupVaultName=vault)


def test_errors_have_numbers_and_context(clients: Clients) -> None:
    vault = clients.vault()
    wrong: dict[str, Any] = {"Lifecycle": {"MoveToColdStorageAfterDays": 1, "DeleteAfterDays": 2}}
    with pytest.raises(ClientError) as refused:
        clients.backup.create_backup_plan(BackupPlan=document(vault, **wrong))
    response = refused.value.response
    assert response["Code"] == "ERROR_3015"
    assert json.loads(response["Context"])[0] == "foobar"
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_filters_with_dates(clients: Clients) -> None:
    vault = clients.vault()
    job_id = clients.start(vault, clients.table())
    clients.backup.stop_backup_job(BackupJobId=job_id)
    wait_until(lambda: clients.state(job_id) in {"ABORTED", "COMPLETED"})
    now = datetime.now(UTC)
    by_vault = {"ByBackupVaultName": vault}
    earlier = clients.backup.list_backup_jobs(**by_vault, ByCreatedBefore=now - timedelta(days=1))
    assert earlier["BackupJobs"] == []
    found = clients.backup.list_backup_jobs(**by_vault, ByCreatedAfter=now - timedelta(days=1))
    assert [each["BackupJobId"] for each in found["BackupJobs"]] == [job_id]


def test_the_other_apis_and_pages_answer_as_before(clients: Clients) -> None:
    def status(path: str, method: str = "GET", **headers: str) -> int:
        request = urllib.request.Request(clients.url + path, None, headers, method=method)
        try:
            with urllib.request.urlopen(request) as response:
                return int(response.status)
        except urllib.error.HTTPError as error:
            return error.code

    assert status("/") == status("/metrics") == status("/console/") == 200
    assert status("/nothing") == 404
    # Without a signature, and below a path of the API without an operation.
    assert status("/backup-vaults/") == 403
    assert status("/backup-vaults/a/b/c") == 404
    asked = {"Origin": "http://localhost", "Access-Control-Request-Method": "PUT"}
    assert status("/backup-vaults/a", "OPTIONS", **asked) == 200


# --- Policies enforced ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def enforced() -> Iterator[Clients]:
    with (
        serving("--memory", "--auth", "enforce", extra=ROOT) as server,
        ExitStack() as stack,
    ):
        yield Clients(server, stack, PAIR)


def policy(*actions: str, resource: str = "*") -> str:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def make_role(clients: Clients, name: str, *actions: str) -> str:
    trust = {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "backup.amazonaws.com"},
                "Action": "sts:AssumeRole",
            }
        ],
    }
    made = clients.iam.create_role(RoleName=name, AssumeRolePolicyDocument=json.dumps(trust))
    if actions:
        clients.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=policy(*actions))
    return str(made["Role"]["Arn"])


def test_a_role_limits_its_jobs(enforced: Clients) -> None:
    table, vault = enforced.table(), enforced.vault()
    may = make_role(enforced, "may", "dynamodb:CreateBackup")
    may_not = make_role(enforced, "maynot")
    code, text = refusal(
        enforced.backup.start_backup_job,
        BackupVaultName=vault,
        ResourceArn=arn_of(table),
        IamRoleArn=ROLE,
    )
    assert (code, text) == (
        "InvalidParameterValueException",
        f"IAM Role {ROLE} cannot be assumed by AWS Backup",
    )
    done, failed = enforced.start(vault, table, may), enforced.start(vault, table, may_not)
    wait_until(lambda: enforced.state(done) == "COMPLETED")
    wait_until(lambda: enforced.state(failed) == "FAILED")
    assert len(enforced.points(vault)) == 1


def test_a_caller_needs_the_action_and_iam_pass_role(enforced: Clients) -> None:
    table, vault = enforced.table(), enforced.vault()
    role = make_role(enforced, unique("role")[:60], "dynamodb:CreateBackup")
    name = unique("anna")[:60]
    enforced.iam.create_user(UserName=name)
    made = enforced.iam.create_access_key(UserName=name)["AccessKey"]
    pair = (made["AccessKeyId"], made["SecretAccessKey"])
    vault_arn = f"arn:aws:backup:us-east-1:{ACCOUNT}:backup-vault:{vault}"
    request = {"BackupVaultName": vault, "ResourceArn": arn_of(table), "IamRoleArn": role}
    with client(enforced.url, service="backup", keys=pair) as anna:
        steps = (
            (None, "backup:StartBackupJob", vault_arn),
            (policy("backup:*"), "iam:PassRole", role),
        )
        for allowed, action, resource in steps:
            if allowed is not None:
                enforced.iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=allowed)
            code, text = refusal(anna.start_backup_job, **request)
            assert code == "AccessDeniedException"
            assert f"not authorized to perform: {action} on resource: {resource}" in text
        enforced.iam.put_user_policy(
            UserName=name, PolicyName="p", PolicyDocument=policy("backup:*", "iam:PassRole")
        )
        job_id = anna.start_backup_job(**request)["BackupJobId"]
    wait_until(lambda: enforced.state(job_id) == "COMPLETED")


def test_a_wrong_signature_is_refused(enforced: Clients) -> None:
    with client(enforced.url, service="backup", keys=(PAIR[0], "wrong")) as wrong:
        name = "arn:aws:backup:us-east-1:000000000000:backup-vault:a b/c"
        assert refusal(wrong.list_tags, ResourceArn=name)[0] == "InvalidSignatureException"
    assert refusal(enforced.backup.list_tags, ResourceArn=name)[0] == "ResourceNotFoundException"
