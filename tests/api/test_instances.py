"""An instance with a role, whose programs are unmodified: the AWS CLI and the fetchers of botocore.

The walk is that of the AWS tutorials: a table, a role for EC2 that may read it, an instance with
the role. On the instance `aws dynamodb scan` lists the items, and `aws dynamodb put-item` is
refused.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.api.clients import REGION, client
from tests.api.test_aws_cli import AWS, Result, run
from tests.app.server import COMMAND, Server, environment, serving
from tests.app.test_accounts import PAIR, ROOT
from tests.features.instances.started import trust

pytestmark = [
    pytest.mark.usefixtures("own_server"),
    pytest.mark.skipif(not AWS.exists(), reason=f"the AWS CLI is not at {AWS}"),
]
ACCOUNT = "000000000000"
TABLE = "BollywoodMusic"
READ_ONLY = "arn:aws:iam::aws:policy/AmazonDynamoDBReadOnlyAccess"
ITEM = {"Singers": {"S": "Lata Mangeshkar"}, "Songs": {"S": "Lag Ja Gale"}}
SCAN = ("dynamodb", "scan", "--table-name", TABLE)
PUT = ("dynamodb", "put-item", "--table-name", TABLE, "--item", json.dumps(ITEM))
PROFILE, ROLE = "MusicReaders", "MusicReader"
PROFILE_NAME = ("--instance-profile-name", PROFILE)
ROLE_NAME = ("--role-name", ROLE)
WHO = ("sts", "get-caller-identity")
# Version 1 of the AWS CLI, which is on PyPI, ends with 255 after an error of the service. Version
# 2, which is not on PyPI, ends with 254 and prints `aws: [ERROR]: ` before the message.
REFUSED = 255


class Walk(NamedTuple):
    """A server that checks signatures, its folder, and the keys of its root."""

    server: Server
    folder: Path
    keys: tuple[str, str]

    def aws(self, *commands: tuple[str, ...]) -> list[Result]:
        """Runs commands of the AWS CLI as the root."""
        return run(self.server.url, self.keys, *commands, service="")

    def client(self, service: str) -> Any:
        return client(self.server.url, keys=self.keys, service=service)

    def shell(self, instance_id: str, *command: str, flags: tuple[str, ...] = ()) -> Result:
        """Runs a command on an instance. Its host has other keys."""
        place = ("--data", str(self.folder), "--port", str(self.server.port))
        done = subprocess.run(
            [COMMAND, "instance", "shell", *place, *flags, instance_id, "--", *command],
            env=environment({"AWS_ACCESS_KEY_ID": "HOST", "AWS_SECRET_ACCESS_KEY": "host", **ROOT}),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    folder = tmp_path_factory.mktemp("data")
    with serving("--data", str(folder), "--auth", "enforce", extra=ROOT) as server:
        yield Walk(server, folder, PAIR)


def key_of(name: str, kind: str) -> str:
    return f"AttributeName={name},KeyType={kind}"


MAKE = (
    (
        *("dynamodb", "create-table", "--table-name", TABLE),
        *("--billing-mode", "PAY_PER_REQUEST", "--attribute-definitions"),
        *("AttributeName=Singers,AttributeType=S", "AttributeName=Songs,AttributeType=S"),
        *("--key-schema", key_of("Singers", "HASH"), key_of("Songs", "RANGE")),
    ),
    PUT,
    ("iam", "create-role", *ROLE_NAME, "--assume-role-policy-document", trust()),
    ("iam", "attach-role-policy", *ROLE_NAME, "--policy-arn", READ_ONLY),
    ("iam", "create-instance-profile", *PROFILE_NAME),
    ("iam", "add-role-to-instance-profile", *PROFILE_NAME, *ROLE_NAME),
    ("iam", "wait", "instance-profile-exists", *PROFILE_NAME),
    ("ec2", "create-key-pair", "--key-name", "walk"),
    ("ec2", "describe-images", "--owners", "self"),
)
REMOVE = (
    ("ec2", "delete-key-pair", "--key-name", "walk"),
    ("iam", "remove-role-from-instance-profile", *PROFILE_NAME, *ROLE_NAME),
    ("iam", "delete-instance-profile", *PROFILE_NAME),
    ("iam", "detach-role-policy", *ROLE_NAME, "--policy-arn", READ_ONLY),
    ("iam", "delete-role", *ROLE_NAME),
    ("dynamodb", "delete-table", "--table-name", TABLE),
)


def test_the_walk(walk: Walk) -> None:
    image = done(walk, *MAKE)[-1]["Images"][0]["ImageId"]
    launch = (
        *("ec2", "run-instances", "--image-id", image, "--instance-type", "t2.micro"),
        *("--key-name", "walk", "--iam-instance-profile", f"Name={PROFILE}"),
    )
    instance_id = done(walk, launch)[0]["Instances"][0]["InstanceId"]
    by_id = ("--instance-ids", instance_id)
    done(walk, ("ec2", "wait", "instance-running", *by_id))

    assert walk.shell(instance_id, str(AWS), *SCAN).answer["Items"] == [ITEM]
    refused = walk.shell(instance_id, str(AWS), *PUT)
    who = f"arn:aws:sts::{ACCOUNT}:assumed-role/{ROLE}/{instance_id}"
    table = f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{TABLE}"
    # The text is a recorded one: that of DynamoDB for a role without PutItem, 2023 to 2026.
    assert refused == Result(
        REFUSED,
        "",
        "\nAn error occurred (AccessDeniedException) when calling the PutItem operation: User:"
        f" {who} is not authorized to perform: dynamodb:PutItem on resource: {table} because no"
        " identity-based policy allows the dynamodb:PutItem action\n",
    )
    assert walk.shell(instance_id, str(AWS), *WHO).answer["Arn"] == who

    done(
        walk, ("ec2", "terminate-instances", *by_id), ("ec2", "wait", "instance-terminated", *by_id)
    )
    done(walk, *REMOVE)
    assert walk.shell(instance_id, "true").status == 2


def done(walk: Walk, *commands: tuple[str, ...]) -> list[Any]:
    """Returns the answers of commands that must all succeed."""
    return [each.answer for each in walk.aws(*commands)]


@pytest.fixture(scope="module")
def instances(walk: Walk) -> list[str]:
    """Two instances with one role, and one with another."""
    with walk.client("iam") as iam, walk.client("ec2") as ec2:
        image = ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"]
        made: list[str] = []
        for name, count in (("One", 2), ("Two", 1)):
            iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust())
            iam.create_instance_profile(InstanceProfileName=name)
            iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=name)
            answer = ec2.run_instances(
                ImageId=image, MinCount=count, MaxCount=count, IamInstanceProfile={"Name": name}
            )
            made += [each["InstanceId"] for each in answer["Instances"]]
        return made


def python(walk: Walk, instance_id: str, script: str, *flags: str) -> Any:
    """Runs a script on an instance. Returns what it printed, as JSON."""
    return walk.shell(instance_id, sys.executable, "-c", script, flags=flags).answer


def test_the_fetcher_of_botocore(walk: Walk, instances: list[str]) -> None:
    script = (
        "import json, os\n"
        "from botocore.utils import InstanceMetadataFetcher\n"
        "url = os.environ['AWS_EC2_METADATA_SERVICE_ENDPOINT']\n"
        "found = InstanceMetadataFetcher(base_url=url, timeout=5).retrieve_iam_role_credentials()\n"
        "print(json.dumps(found))\n"
    )
    found = python(walk, instances[0], script)
    assert found["role_name"] == "One"
    assert found["access_key"].startswith("ASIA")
    assert found["token"]


def test_the_region_of_botocore(walk: Walk, instances: list[str]) -> None:
    script = (
        "import json, os\n"
        "from botocore.utils import InstanceMetadataRegionFetcher\n"
        "url = os.environ['AWS_EC2_METADATA_SERVICE_ENDPOINT']\n"
        "print(json.dumps(InstanceMetadataRegionFetcher(base_url=url).retrieve_region()))\n"
    )
    assert python(walk, instances[0], script) == REGION


CREDENTIALS = (
    "import boto3, json\n"
    "found = boto3.Session().get_credentials()\n"
    "arn = boto3.client('sts').get_caller_identity()['Arn']\n"
    "print(json.dumps([found.method, found.access_key, arn]))\n"
)


@pytest.mark.parametrize(
    ("flags", "method"),
    [((), "iam-role"), (("--container-credentials",), "container-role")],
    ids=["metadata", "container"],
)
def test_boto3_finds_the_role_and_nothing_of_the_host(
    walk: Walk, instances: list[str], flags: tuple[str, ...], method: str
) -> None:
    found, key, arn = python(walk, instances[0], CREDENTIALS, *flags)
    assert found == method
    assert key.startswith("ASIA")
    assert arn == f"arn:aws:sts::{ACCOUNT}:assumed-role/One/{instances[0]}"


def test_each_instance_is_itself(walk: Walk, instances: list[str]) -> None:
    arns = [python(walk, each, CREDENTIALS)[2] for each in instances]
    prefix = f"arn:aws:sts::{ACCOUNT}:assumed-role"
    expected = zip(("One", "One", "Two"), instances, strict=True)
    assert arns == [f"{prefix}/{role}/{each}" for role, each in expected]


def test_an_instance_does_not_reach_the_endpoint_of_another(
    walk: Walk, instances: list[str]
) -> None:
    """Who knows the port and not the secret finds nothing there, with any path that SDKs use."""
    first, second = instances[0], instances[2]
    script = (
        "import http.client, json, os, subprocess, sys, urllib.parse\n"
        "url = urllib.parse.urlsplit(os.environ['AWS_EC2_METADATA_SERVICE_ENDPOINT'])\n"
        "def status(method, path, **headers):\n"
        "    c = http.client.HTTPConnection(url.hostname, url.port)\n"
        "    c.request(method, path, headers=headers)\n"
        "    return c.getresponse().status\n"
        "ttl = {'X-aws-ec2-metadata-token-ttl-seconds': '60'}\n"
        "print(json.dumps([\n"
        "    status('PUT', '/latest/api/token', **ttl),\n"
        "    status('GET', '/latest/meta-data/iam/security-credentials/'),\n"
        f"    status('PUT', '/{'x' * 22}/latest/api/token', **ttl),\n"
        "    status('PUT', url.path + '/latest/api/token', **ttl, Host='evil.example'),\n"
        "    status('PUT', url.path + '/latest/api/token', **ttl, Origin='http://evil.example'),\n"
        "    status('PUT', url.path + '/latest/api/token', **ttl, **{'X-Forwarded-For': 'x'}),\n"
        "    status('PUT', url.path + '/latest/api/token', **ttl),\n"
        "]))\n"
    )
    assert python(walk, first, script) == [404, 404, 404, 403, 403, 403, 200]
    # An instance may not ask the server for the credentials of another one either.
    ask = (
        "import json\n"
        "from jedlik.app.client import CallError, Endpoint, call_jedlik\n"
        "from jedlik.core.sigv4.sign import Credentials\n"
        "import boto3, os\n"
        "c = boto3.Session().get_credentials()\n"
        "who = Credentials(c.access_key, c.secret_key, c.token)\n"
        f"where = Endpoint(os.environ['AWS_ENDPOINT_URL'], who, '{REGION}')\n"
        "try:\n"
        f"    call_jedlik(where, 'GetInstanceCredentials', InstanceId='{second}')\n"
        "except CallError as error:\n"
        "    print(json.dumps([error.code, str(error)]))\n"
    )
    code, text = python(walk, first, ask)
    assert code == "AccessDeniedException"
    assert f"jedlik:GetInstanceCredentials on resource: arn:aws:ec2:{REGION}" in text


def test_version_1_only_where_it_is_allowed(walk: Walk, instances: list[str]) -> None:
    script = (
        "import json, os, urllib.error, urllib.request\n"
        "url = os.environ['AWS_EC2_METADATA_SERVICE_ENDPOINT'] + '/latest/meta-data/instance-id'\n"
        "try:\n"
        "    print(json.dumps(urllib.request.urlopen(url).read().decode()))\n"
        "except urllib.error.HTTPError as error:\n"
        "    print(json.dumps(error.code))\n"
    )
    one = instances[1]
    assert python(walk, one, script) == 401
    with walk.client("ec2") as ec2:
        ec2.modify_instance_metadata_options(InstanceId=one, HttpTokens="optional")
    assert python(walk, one, script) == one


def test_a_role_that_does_not_trust_ec2_gives_no_credentials(walk: Walk) -> None:
    """Source: aws-cli issue 2060: the CLI says only that there are no credentials."""
    with walk.client("iam") as iam, walk.client("ec2") as ec2:
        document = trust("lambda.amazonaws.com")
        iam.create_role(RoleName="Lambda", AssumeRolePolicyDocument=document)
        iam.create_instance_profile(InstanceProfileName="Lambda")
        iam.add_role_to_instance_profile(InstanceProfileName="Lambda", RoleName="Lambda")
        image = ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"]
        answer = ec2.run_instances(
            ImageId=image, MinCount=1, MaxCount=1, IamInstanceProfile={"Name": "Lambda"}
        )
    done = walk.shell(answer["Instances"][0]["InstanceId"], str(AWS), *WHO)
    assert done.status != 0
    assert "Unable to locate credentials" in done.errors
