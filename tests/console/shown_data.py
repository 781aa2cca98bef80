"""Ordinary data: what a team has after some days of work."""

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.api.clients import client, create

_SONGS = (
    ("Lata Mangeshkar", "Lag Ja Gale", 1964),
    ("Lata Mangeshkar", "Ajeeb Dastan Hai Yeh", 1960),
    ("Kishore Kumar", "Mere Sapno Ki Rani", 1969),
    ("Asha Bhosle", "Dum Maro Dum", 1971),
)
_TABLE = "BollywoodMusic"
_BACKUP_ROLE = "arn:aws:iam::000000000000:role/service-role/AWSBackupDefaultServiceRole"
_SERVICES = ("dynamodb", "iam", "ec2", "kms", "backup")


def make_ordinary(url: str, buckets: Path) -> list[str]:
    """Makes the data and returns the addresses of pages that show it."""
    with ExitStack() as stack:
        made = {name: stack.enter_context(client(url, service=name)) for name in _SERVICES}
        _make_table(made["dynamodb"])
        plan = _make_backups(made["dynamodb"], made["backup"])
        (buckets / "music").mkdir()
        _make_transfers(made["dynamodb"], buckets)
        tabs = ("rules", "resources", "jobs")
        plans = (f"backup-plans/{plan}/{tab}" for tab in tabs)
        return [*_addresses(), *plans, *_make_access(made)]


def _addresses() -> list[str]:
    key = quote(json.dumps({"Singers": {"S": "Asha Bhosle"}, "Songs": {"S": "Dum Maro Dum"}}))
    tabs = ("settings", "indexes", "streams", "backups", "permissions")
    return [
        "dashboard",
        "tables",
        "backups",
        *(f"tables/{_TABLE}/{tab}" for tab in tabs),
        f"tables/{_TABLE}/restore",
        f"schedule-backup?table={_TABLE}",
        f"explore/{_TABLE}",
        f"explore/{_TABLE}/item?key={key}",
        f"explore/{_TABLE}/history?key={key}",
        "exports",
        "imports",
        "partiql",
    ]


def _make_table(dynamodb: Any) -> None:
    index = {
        "IndexName": "by-year-and-the-name-of-the-composer",
        "KeySchema": [{"AttributeName": "Songs", "KeyType": "HASH"}],
        "Projection": {"ProjectionType": "ALL"},
    }
    key = (("Singers", "S"), ("Songs", "S"))
    tags = [{"Key": "team", "Value": "music"}, {"Key": "backup", "Value": "nightly"}]
    create(dynamodb, *key, name=_TABLE, Tags=tags, GlobalSecondaryIndexes=[index])
    create(dynamodb, ("id", "N"), name="a-table-with-a-long-name." + "0123456789_" * 20)
    dynamodb.update_continuous_backups(
        TableName=_TABLE, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    for singer, song, year in _SONGS:
        item = {"Singers": {"S": singer}, "Songs": {"S": song}, "Year": {"N": str(year)}}
        dynamodb.put_item(TableName=_TABLE, Item=item)
    for rating in ("3", "4", "5"):
        dynamodb.update_item(
            TableName=_TABLE,
            Key={"Singers": {"S": "Asha Bhosle"}, "Songs": {"S": "Dum Maro Dum"}},
            UpdateExpression="SET Rating = :rating, Awards = :awards, Notes = :notes",
            ExpressionAttributeValues={
                ":rating": {"N": rating},
                ":awards": {"L": [{"S": "Filmfare"}, {"M": {"year": {"N": "1972"}}}]},
                ":notes": {"S": f"A long text about the song, revised {rating} times. " * 8},
            },
        )


def _make_backups(dynamodb: Any, backup: Any) -> str:
    """Makes backups and plans of the table. Returns the id of a plan with two rules."""
    dynamodb.create_backup(TableName=_TABLE, BackupName="monday")
    arn = dynamodb.describe_table(TableName=_TABLE)["Table"]["TableArn"]
    backup.create_backup_vault(BackupVaultName="Default")
    backup.start_backup_job(BackupVaultName="Default", ResourceArn=arn, IamRoleArn=_BACKUP_ROLE)
    rules: Mapping[str, Mapping[str, Any]] = {
        "nightly": {"ScheduleExpression": "cron(0 3 ? * * *)"},
        "office-hours": {
            "ScheduleExpression": "cron(0/15 8-18 ? * MON-FRI *)",
            "ScheduleExpressionTimezone": "Europe/Budapest",
            "Lifecycle": {"DeleteAfterDays": 14},
        },
    }
    made = [
        {"RuleName": name, "TargetBackupVaultName": "Default", **members}
        for name, members in rules.items()
    ]
    plans = {"nightly": made[:1], "office-hours": made[1:], "both": made}
    for name, chosen in plans.items():
        plan = backup.create_backup_plan(BackupPlan={"BackupPlanName": name, "Rules": chosen})
        plan_id: str = plan["BackupPlanId"]
        selection = {"SelectionName": name, "IamRoleArn": _BACKUP_ROLE, "Resources": [arn]}
        backup.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    return plan_id


def _make_transfers(dynamodb: Any, buckets: Path) -> None:
    arn = dynamodb.describe_table(TableName=_TABLE)["Table"]["TableArn"]
    dynamodb.export_table_to_point_in_time(TableArn=arn, S3Bucket="music", S3Prefix="monday")
    (buckets / "music/songs.csv").write_text("id,title\n1,Lag Ja Gale\n2\n")
    dynamodb.import_table(
        S3BucketSource={"S3Bucket": "music", "S3KeyPrefix": "songs.csv"},
        InputFormat="CSV",
        TableCreationParameters={
            "TableName": "imported",
            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )


def _make_access(made: Mapping[str, Any]) -> list[str]:
    """Makes a user, a provider and key pairs. Returns the addresses of their pages."""
    iam, ec2 = made["iam"], made["ec2"]
    iam.create_user(UserName="Anna")
    iam.create_access_key(UserName="Anna")
    provider = iam.create_open_id_connect_provider(
        Url="https://token.actions.githubusercontent.com", ClientIDList=["sts.amazonaws.com"]
    )["OpenIDConnectProviderArn"]
    pair = ec2.create_key_pair(KeyName="music", KeyType="ed25519")["KeyPairId"]
    ec2.create_key_pair(KeyName="a key pair with a long name " * 6)
    return [
        "users/Anna/credentials",
        "identity-providers",
        f"identity-providers/{quote(provider, safe='')}",
        f"identity-providers/{quote(provider, safe='')}/thumbprints",
        "key-pairs",
        f"key-pairs/{pair}",
    ]
