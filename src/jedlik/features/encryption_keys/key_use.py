"""What the caller of CreateTable and UpdateTable must be allowed to do with the key that it names.

DynamoDB calls KMS in the name of its caller, so the policy of the key and the policies of the
caller decide, with `kms:ViaService` among the condition keys. A caller may so be allowed to use a
key for tables and for nothing else.

Sources: ack-api-quirks, DDB-TABLE-023 and 461 (October 2026): the text, and that kms:CreateGrant is
named first; aws-cdk #18616: what CreateTable answers to a caller without kms:Decrypt; Developer
Guide of DynamoDB, "Encryption at rest usage notes", with the condition keys; KMS Developer Guide,
"AWS KMS condition keys". Not recorded: the text for kms:DescribeKey, and whether more is asked for.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from typing import Final

from jedlik.core.errors import ServiceError
from jedlik.core.iam.decision import decide
from jedlik.core.iam.denial import denial
from jedlik.core.iam.request import FixedContext, Request, Values
from jedlik.engine.context import Context
from jedlik.features.encryption_keys.key_policies import policy_in
from jedlik.features.encryption_keys.records import KeyRecord
from jedlik.features.encryption_keys.rules import arn_of
from jedlik.features.encryption_keys.table_keys import encryption_context
from jedlik.turns import call

_DECRYPT: Final = "kms:Decrypt"
_GRANT: Final = "kms:CreateGrant"
_ACTIONS: Final = (_GRANT, "kms:DescribeKey", _DECRYPT)
_CODE: Final = "AccessDeniedException"
_NOT_READABLE: Final = (
    "The ciphertext refers to a customer master key that does not exist, does not exist in this "
    "region, or you are not allowed to access."
)
# What DynamoDB asks to be granted. Source: the same notes, log of CreateGrant.
_OPERATIONS: Final = ("Encrypt", "Decrypt", "ReEncryptFrom", "ReEncryptTo", "GenerateDataKey")
_GRANTED: Final = (*_OPERATIONS, "DescribeKey", "RetireGrant")
_SERVICE: Final = ("dynamodb.amazonaws.com",)
_TRUE: Final = ("true",)


async def use_denial(context: Context, key: KeyRecord, table_name: str) -> ServiceError | None:
    """Returns the error of KMS for a caller who may not use a key for a table, otherwise None.

    In open mode nothing was authorized, and everybody may use every key.
    """
    if context.resolved is None:
        return None
    principal, account_id = context.principal, key["AccountId"]
    policies = principal.policies
    keys = _keys(context, key, table_name)
    for action in _ACTIONS:
        own = {**keys, **_of_grant()} if action == _GRANT else keys
        request = Request(principal.caller, action, arn_of(key), FixedContext(own), account_id)
        if policies is None:  # one of them cannot be read
            return ServiceError(_CODE, _NOT_READABLE)
        applying = policies.on(policy_in(key))
        decision = await call(partial(decide, request, applying))
        if not decision.is_allowed:
            text = _NOT_READABLE if action == _DECRYPT else denial(request, decision)
            return ServiceError(_CODE, text)
    return None


def _keys(context: Context, key: KeyRecord, table_name: str) -> dict[str, Values]:
    """Returns the condition keys of the requests that DynamoDB makes for its caller."""
    principal, account_id = context.principal, context.account_id
    now_s = context.node.clock.now_ms() // 1000
    named: Mapping[str, str] = encryption_context(table_name, account_id)
    keys: dict[str, Values] = {
        **principal.keys,
        "kms:viaservice": (f"dynamodb.{context.region}.amazonaws.com",),
        "kms:calleraccount": (account_id,),
        "kms:encryptioncontextkeys": tuple(named),
        "kms:resourcealiases": tuple(key["Aliases"]),
        "aws:viaawsservice": _TRUE,
        "aws:calledvia": _SERVICE,
        "aws:calledviafirst": _SERVICE,
        "aws:calledvialast": _SERVICE,
        "aws:principalisawsservice": ("false",),
        "aws:requestedregion": (context.region,),
        "aws:resourceaccount": (key["AccountId"],),
        "aws:securetransport": _TRUE,
        "aws:currenttime": (datetime.fromtimestamp(now_s, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),),
        "aws:epochtime": (str(now_s),),
    }
    keys.update({f"kms:encryptioncontext:{name.lower()}": (each,) for name, each in named.items()})
    keys.update({f"aws:resourcetag/{tag.lower()}": (each,) for tag, each in key["Tags"].items()})
    return keys


def _of_grant() -> dict[str, Values]:
    return {
        "kms:grantisforawsresource": _TRUE,
        "kms:grantoperations": _GRANTED,
        "kms:grantconstrainttype": ("EncryptionContextSubset",),
        "kms:granteeprincipal": _SERVICE,
        "kms:retiringprincipal": _SERVICE,
    }
