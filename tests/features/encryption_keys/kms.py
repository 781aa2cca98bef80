"""Calls of KMS without HTTP: keys, ciphertexts, and the job that deletes and rotates keys."""

from base64 import b64decode, b64encode
from typing import Any

from jedlik.engine.jobs import Job, next_piece
from jedlik.features.encryption_keys.due_work import JOB
from tests.engine.in_memory import ACCOUNT, REGION, Caller, result_of, run_once

ROOT = f"arn:aws:iam::{ACCOUNT}:root"
NO_KEY = "00000000-0000-4000-8000-00000000ffff"


def arn(key_id: str, *, account_id: str = ACCOUNT, region: str = REGION) -> str:
    """Returns the ARN of a key."""
    return f"arn:aws:kms:{region}:{account_id}:key/{key_id}"


def alias_arn(name: str) -> str:
    """Returns the ARN of an alias, whose name begins with `alias/`."""
    return f"arn:aws:kms:{REGION}:{ACCOUNT}:{name}"


def create_key(caller: Caller, **members: object) -> dict[str, Any]:
    """Creates a key and returns its metadata."""
    metadata: dict[str, Any] = caller.call("CreateKey", **members)["KeyMetadata"]
    return metadata


def key_id(caller: Caller, **members: object) -> str:
    """Creates a key and returns its id."""
    return str(create_key(caller, **members)["KeyId"])


def describe_key(caller: Caller, name: str) -> dict[str, Any]:
    """Returns the metadata of a key."""
    metadata: dict[str, Any] = caller.call("DescribeKey", KeyId=name)["KeyMetadata"]
    return metadata


def blob(value: bytes) -> str:
    """Returns bytes as requests and answers in JSON have them."""
    return b64encode(value).decode()


def encrypted(caller: Caller, key: str, text: bytes, **members: object) -> str:
    """Returns a ciphertext in base64."""
    answer = caller.call("Encrypt", KeyId=key, Plaintext=blob(text), **members)
    return str(answer["CiphertextBlob"])


def decrypted(caller: Caller, ciphertext: str, **members: object) -> bytes:
    """Returns the plaintext of a ciphertext in base64."""
    answer = caller.call("Decrypt", CiphertextBlob=ciphertext, **members)
    return b64decode(answer["Plaintext"])


def is_due(caller: Caller, job: Job) -> bool:
    """Returns whether a job has something to do."""
    return result_of(next_piece(job, caller.node)) is not None


def do_due_work(caller: Caller) -> None:
    """Lets the job do everything that is due."""
    while is_due(caller, JOB):
        result_of(run_once(JOB, caller.node))


def pass_days(caller: Caller, days: float) -> None:
    """Moves the clock, and lets the job do what is due then."""
    caller.clock.time_ms += int(days * 86_400_000)
    do_due_work(caller)
