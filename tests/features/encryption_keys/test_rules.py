"""Pure rules about keys: names, states, metadata and policies."""

import json

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policy import PolicyKind
from jedlik.features.encryption_keys.errors import disabled, pending_deletion
from jedlik.features.encryption_keys.keys import new_record
from jedlik.features.encryption_keys.records import KeyRecord, Place, State
from jedlik.features.encryption_keys.rules import (
    Reference,
    arn_in,
    arn_of,
    change_refusal,
    default_policy,
    is_key_id,
    key_metadata,
    reference_to,
    service_key_policy,
    use_refusal,
)

PLACE = Place("us-east-1", "123456789012")
KEY = "11111111-2222-3333-4444-555555555555"
MULTI = "mrk-0123456789abcdef0123456789abcdef"


def record(state: State = "Enabled") -> KeyRecord:
    made = new_record(PLACE, KEY, 1_000, "{}")
    made["State"] = state
    made["Materials"] = [{"Id": "a" * 64, "Sealed": ""}, {"Id": "b" * 64, "Sealed": ""}]
    return made


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        (KEY, Reference(PLACE, KEY, "")),
        (MULTI, Reference(PLACE, MULTI, "")),
        (arn_in(PLACE, f"key/{KEY}"), Reference(PLACE, KEY, "")),
        ("alias/a", Reference(PLACE, "", "alias/a")),
        ("alias/a/b", Reference(PLACE, "", "alias/a/b")),
        (arn_in(PLACE, "alias/a"), Reference(PLACE, "", "alias/a")),
        (
            f"arn:aws:kms:us-east-1:210987654321:key/{KEY}",
            Reference(Place("us-east-1", "210987654321"), KEY, ""),
        ),
    ],
)
def test_names_of_keys(text: str, reference: Reference) -> None:
    assert reference_to(text, PLACE) == reference
    assert reference_to(reference.arn, PLACE) == reference


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("", "NotFoundException", "Invalid keyId ''"),
        (KEY.upper().replace("1", "A"), "NotFoundException", None),
        (KEY + "\n", "NotFoundException", None),
        ("mrk-1", "NotFoundException", "Invalid keyId 'mrk-1'"),
        (arn_in(PLACE, "key/x"), "NotFoundException", "Invalid keyId 'x'"),
        ("arn:aws:kms:eu-west-1:1:key/x", "NotFoundException", "Invalid arn eu-west-1"),
        ("arn:aws:kms:us-east-1::key/x", "InvalidArnException", None),
        ("arn:aws:kms:us-east-1:1:grant/x", "InvalidArnException", None),
        ("arn:aws:dynamodb:us-east-1:1:table/x", "InvalidArnException", None),
        ("arn:", "InvalidArnException", "Invalid arn arn:"),
    ],
)
def test_texts_that_name_no_key(text: str, code: str, message: str | None) -> None:
    with pytest.raises(Reject) as refused:
        reference_to(text, PLACE)
    assert refused.value.error.code == code
    assert message is None or refused.value.error.message == message


def test_ids() -> None:
    assert is_key_id(KEY)
    assert is_key_id(MULTI)
    assert not is_key_id("alias/a")


def test_what_is_possible_in_which_state() -> None:
    arn = arn_of(record())
    refusals = {
        state: (use_refusal(record(state)), change_refusal(record(state)))
        for state in ("Enabled", "Disabled", "PendingDeletion")
    }
    assert refusals == {
        "Enabled": (None, None),
        "Disabled": (disabled(arn), None),
        "PendingDeletion": (pending_deletion(arn), pending_deletion(arn)),
    }


def test_metadata_names_the_newest_material() -> None:
    assert key_metadata(record())["CurrentKeyMaterialId"] == "b" * 64
    assert "DeletionDate" not in key_metadata(record())
    pending = record("PendingDeletion")
    pending["DeletionMs"] = 2_500
    metadata = key_metadata(pending)
    assert (metadata["DeletionDate"], metadata["Enabled"]) == (2.5, False)


@pytest.mark.parametrize("text", [default_policy(PLACE.account_id), service_key_policy(PLACE)])
def test_the_policies_of_the_service_are_policies(text: str) -> None:
    parse_policy(text, PolicyKind.KEY)
    assert PLACE.account_id in json.dumps(json.loads(text))
    assert "ACCOUNT" not in text
    assert "REGION" not in text
