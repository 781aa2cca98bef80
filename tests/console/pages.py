"""The addresses of all pages of the console, read from its source, for tests that visit each page.

A new page is found by itself. If its path has a parameter of a new name, VALUES needs an example.
"""

import re
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import boto3

from tests.api.clients import REGION, create
from tests.waiting import wait_until

PAGES = Path(__file__).parents[2] / "console/src/pages"
_PATH = re.compile(r"\bpath: (\"[^\"]+\"|HOME)")
_HOME = re.compile(r'HOME = "([^"]+)"')


def paths() -> list[str]:
    """Returns the paths of the pages that `all.ts` lists, such as `tables/:name/:tab?`."""
    listed = (PAGES / "all.ts").read_text()
    home = _HOME.search((PAGES.parent / "frame/home.ts").read_text())
    assert home is not None
    found = []
    for folder in re.findall(r'from "\./([^"]+)"', listed):
        written = _PATH.findall((PAGES / f"{folder}.ts").read_text())
        assert written, f"{folder}.ts has no path"
        found += [home[1] if path == "HOME" else path.strip('"') for path in written]
    return found


@dataclass(frozen=True)
class Names:
    """The names in addresses: things that exist."""

    table: str
    role: str
    user: str
    group: str
    policy: str
    key: str
    instance: str
    backup: str
    export: str
    import_: str
    provider: str
    pair: str
    plan: str

    def addresses(self) -> list[str]:
        """Returns one address for each page, after the Region."""
        return [address for path in paths() if (address := self._address(path)) is not None]

    def _address(self, path: str) -> str | None:
        values = {
            "tables": self.table,
            "explore": self.table,
            "roles": self.role,
            "users": self.user,
            "groups": self.group,
            "policies": self.policy,
            "encryption-keys": self.key,
            "instances": self.instance,
            "backups": self.backup,
            "exports": self.export,
            "imports": self.import_,
            "identity-providers": self.provider,
            "key-pairs": self.pair,
            "backup-plans": self.plan,
        }
        first, *rest = path.split("/")
        parts = [first]
        for part in rest:
            if part.endswith("?"):
                break
            if part.startswith(":"):
                assert first in values, f"tests/console/pages.py needs an example for {path}"
                parts.append(in_address(values[first]))
            else:
                parts.append(part)
        address = "/".join(parts)
        if path in {"explore/:name/item", "explore/:name/history"}:
            return address + "?key=" + quote('{"a<b>": {"S": "1"}, "b": {"N": "1"}}')
        return address


def in_address(name: str) -> str:
    """Returns a name as addresses have it: `console/src/frame/address.ts` says why."""
    return quote(name.replace("%", "%25"), safe="")


TRUST = (
    '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", '
    '"Principal": {"Service": "ec2.amazonaws.com"}}]}'
)
IMAGE = "<img src=x onerror=alert(1)>"
FORMULA = "=cmd|' /C calc'!A0"
SCRIPT_LINK = "javascript:alert(1)"


def make_hostile(url: str, buckets: Path) -> Names:
    """Makes things whose names and texts are as hostile as the service allows.

    buckets: the folder with the buckets of the server.
    """

    def made(service: str) -> Any:
        keys = {"aws_access_key_id": "console", "aws_secret_access_key": "console"}
        return boto3.client(service, endpoint_url=url, region_name=REGION, **keys)

    dynamodb, iam, kms, ec2 = made("dynamodb"), made("iam"), made("kms"), made("ec2")
    table, item = _hostile_table(dynamodb)
    backup = dynamodb.create_backup(TableName=table, BackupName="undefined.-_null")
    backup_arn = backup["BackupDetails"]["BackupArn"]
    export_arn, import_arn = _hostile_transfers(dynamodb, table, buckets)
    dynamodb.put_item(TableName=table, Item={**item, SCRIPT_LINK: {"S": IMAGE}, IMAGE: {"N": "1"}})
    key = kms.create_key(Description=IMAGE)["KeyMetadata"]["KeyId"]
    tags = [{"Key": "Name", "Value": IMAGE}, {"Key": SCRIPT_LINK, "Value": FORMULA}]
    image = ec2.describe_images()["Images"][0]["ImageId"]
    instance = ec2.run_instances(
        ImageId=image,
        MinCount=1,
        MaxCount=1,
        TagSpecifications=[{"ResourceType": "instance", "Tags": tags}],
    )["Instances"][0]["InstanceId"]
    pair = ec2.create_key_pair(KeyName=IMAGE, KeyType="ed25519")["KeyPairId"]
    with closing(made("backup")) as backups:
        plan = _hostile_plan(backups, table)
    names = Names(
        table=table,
        key=key,
        instance=instance,
        backup=backup_arn,
        export=export_arn,
        import_=import_arn,
        pair=pair,
        plan=plan,
        **_hostile_access(iam),
    )
    for client in (dynamodb, iam, kms, ec2):
        client.close()
    return names


def _hostile_table(dynamodb: Any) -> tuple[str, dict[str, Any]]:
    """Makes a table with an item. Returns its name and the item."""
    table = create(
        dynamodb,
        ("a<b>", "S"),
        ("b", "N"),
        name="undefined.-_null",
        Tags=[{"Key": "javascript:alert", "Value": "@a=+-b"}, {"Key": "=cmd", "Value": "-1"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "__proto__",
                "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": [IMAGE]},
            }
        ],
    )
    item = {
        "a<b>": {"S": "1"},
        "b": {"N": "1"},
        IMAGE: {"S": IMAGE},
        "__proto__": {"S": SCRIPT_LINK},
        "constructor": {"M": {"toString": {"S": FORMULA}, "<b>": {"L": [{"S": "</script>"}]}}},
        FORMULA: {"SS": [IMAGE, "'\"`;--"]},
        "\u202etxt\u0000\n": {"S": "\u0000\u202e\n\r\t"},
    }
    dynamodb.put_item(TableName=table, Item=item)
    return table, item


def _hostile_access(iam: Any) -> dict[str, str]:
    """Makes a role, a user, a group, a policy and an identity provider. Returns their names."""
    policy = '{"Version": "2012-10-17", "Statement": [{"Sid": "x", "Effect": "Allow", '
    policy += f'"Action": "dynamodb:*", "Resource": "arn:aws:dynamodb:*:*:table/{IMAGE}"}}]}}'
    role = iam.create_role(
        RoleName="constructor", AssumeRolePolicyDocument=TRUST, Description="=1+1 'quoted' & so on"
    )["Role"]["RoleName"]
    user = iam.create_user(UserName="hasOwnProperty")["User"]["UserName"]
    group = iam.create_group(GroupName="toString")["Group"]["GroupName"]
    iam.put_role_policy(RoleName=role, PolicyName="=cmd", PolicyDocument=policy)
    arn = iam.create_policy(PolicyName="a=b,c@d", PolicyDocument=policy)["Policy"]["Arn"]
    provider = iam.create_open_id_connect_provider(
        Url="https://example.com/%3Cimg%20src=x%3E/a%2Fb", ClientIDList=[IMAGE, FORMULA]
    )["OpenIDConnectProviderArn"]
    return {"role": role, "user": user, "group": group, "policy": arn, "provider": provider}


def _hostile_plan(backups: Any, table: str) -> str:
    """Makes a backup plan of a table, and of tables with a tag. Returns its id."""
    vault = backups.create_backup_vault(BackupVaultName="undefined-_null")["BackupVaultName"]
    rule = {"RuleName": "null", "TargetBackupVaultName": vault}
    plan = {"BackupPlanName": IMAGE, "Rules": [rule]}
    plan_id: str = backups.create_backup_plan(BackupPlan=plan)["BackupPlanId"]
    tag = {"ConditionType": "STRINGEQUALS", "ConditionKey": "=cmd", "ConditionValue": "-1"}
    selection = {
        "SelectionName": "constructor",
        "IamRoleArn": "arn:aws:iam::000000000000:role/=cmd",
        "Resources": [f"arn:aws:dynamodb:*:*:table/{table}", f"arn:aws:dynamodb:*:*:table/{IMAGE}"],
        "ListOfTags": [tag],
    }
    backups.create_backup_selection(BackupPlanId=plan_id, BackupSelection=selection)
    return plan_id


def _hostile_transfers(dynamodb: Any, table: str, buckets: Path) -> tuple[str, str]:
    """Makes an export that fails and an import with errors. Returns their ARNs."""
    files = buckets / "files"
    files.mkdir()
    (files / IMAGE).write_text(f'{{"Item": {{"{IMAGE}": {{"N": "1"}}}}}}\n{SCRIPT_LINK}\n')
    dynamodb.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    arn = dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
    export = dynamodb.export_table_to_point_in_time(
        TableArn=arn, S3Bucket="missing", S3Prefix=IMAGE, S3SseAlgorithm="KMS", S3SseKmsKeyId=IMAGE
    )
    export_arn: str = export["ExportDescription"]["ExportArn"]
    imported = dynamodb.import_table(
        S3BucketSource={"S3Bucket": "files", "S3KeyPrefix": IMAGE},
        InputFormat="DYNAMODB_JSON",
        TableCreationParameters={
            "TableName": "null.-_undefined",
            "AttributeDefinitions": [{"AttributeName": IMAGE, "AttributeType": "S"}],
            "KeySchema": [{"AttributeName": IMAGE, "KeyType": "HASH"}],
            "BillingMode": "PAY_PER_REQUEST",
        },
    )
    import_arn: str = imported["ImportTableDescription"]["ImportArn"]
    wait_until(
        lambda: (
            dynamodb.describe_export(ExportArn=export_arn)["ExportDescription"]["ExportStatus"]
            == dynamodb.describe_import(ImportArn=import_arn)["ImportTableDescription"][
                "ImportStatus"
            ]
            == "FAILED"
        )
    )
    return export_arn, import_arn
