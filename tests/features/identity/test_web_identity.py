"""Who may assume a role with a web identity. The attacks on tokens are here and in
test_web_tokens.py; over HTTP see tests/apis/sts/operations/test_assume_role_with_web_identity.py.
"""

from collections.abc import Mapping
from typing import Any

import pytest

from jedlik.core.errors import Reject
from jedlik.core.iam.request import CallerKind
from jedlik.core.principal import ANONYMOUS
from jedlik.engine.context import Context
from tests.apis.sts.callers import Server, allow, document
from tests.engine.in_memory import ACCOUNT, REGION, START_MS, api_of, result_of
from tests.features.identity.issuer import (
    CLIENT,
    SUBJECT,
    URL,
    PrivateKey,
    claims,
    ec_key,
    jwk,
    jwks,
    rsa_key,
    signed,
    written,
)

NOW_S = START_MS // 1000
PROVIDER = f"arn:aws:iam::{ACCOUNT}:oidc-provider/{URL}"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/app"
NAME = "AssumeRoleWithWebIdentity"
INVALID = (
    "InvalidIdentityToken: The web identity token provided could not be validated. See the"
    " AssumeRoleWithWebIdentity documentation for requirements."
)
NO_KEY = (
    "InvalidIdentityToken: Couldn't retrieve verification key from your identity provider,  please"
    " reference AssumeRoleWithWebIdentity documentation for requirements"
)
DENIED = f"AccessDeniedException: Not authorized to perform sts:{NAME}"
GITHUB = "token.actions.githubusercontent.com"
TAGS = "https://aws.amazon.com/tags"
SOURCE = "https://aws.amazon.com/source_identity"


def web_trust(condition: Any = None, *, principal: Any = None, **members: Any) -> str:
    """Returns a trust policy for web identities."""
    return document(
        {
            "Effect": "Allow",
            "Principal": principal or {"Federated": PROVIDER},
            "Action": f"sts:{NAME}",
            **({} if condition is None else {"Condition": condition}),
            **members,
        }
    )


class Web:
    """A server with a provider, and strangers that call it without a signature."""

    def __init__(self) -> None:
        self.server = Server()
        self.keys = {f"https://{URL}": jwks(jwk(rsa_key(), kid="one"), jwk(ec_key(), kid="ec"))}
        self.server.node.issuer_keys = self.keys.get
        self.provider(URL, [CLIENT, "other-client"])
        self.server.role("app", web_trust(), allow("dynamodb:*"))

    def provider(self, url: str, clients: list[str]) -> None:
        members = {"Url": f"https://{url}", "ClientIDList": clients}
        self.server.call(self.server.root, "CreateOpenIDConnectProvider", **members)

    def trust(self, trust: str) -> None:
        members = {"RoleName": "app", "PolicyDocument": trust}
        self.server.call(self.server.root, "UpdateAssumeRolePolicy", **members)

    def context(self, *, is_open: bool = False) -> Context:
        context = Context(self.server.node, REGION, ANONYMOUS)
        context.resolved = None if is_open else {}  # as the stage Authorize leaves it
        return context

    def call(
        self, token: str, *, role: str = ROLE, context: Context | None = None, **members: Any
    ) -> dict[str, Any]:
        request = {"RoleArn": role, "RoleSessionName": "session", "WebIdentityToken": token}
        request.update(members)
        operation = api_of(NAME).operations[NAME]
        operation.shape.check(request)
        context = self.context() if context is None else context
        answer = result_of(operation.run(operation.check(request), context))
        return dict(answer or {})

    def refusal(self, token: str, **members: Any) -> str:
        with pytest.raises(Reject) as caught:
            self.call(token, **members)
        return f"{caught.value.error.code}: {caught.value.error.message}"


@pytest.fixture
def web() -> Web:
    return Web()


def token(more: Mapping[str, Any] | None = None, **members: Any) -> str:
    """Returns a token of the issuer. more: claims whose names are no words of Python."""
    return by(rsa_key(), **members, **(more or {}))


def by(key: PrivateKey, kid: str = "one", **members: Any) -> str:
    """Returns a token that another key may have signed."""
    return signed(claims(NOW_S, **members), key, kid=kid)


def test_an_answer(web: Web) -> None:
    answer = web.call(token(), DurationSeconds=900)
    made = answer.pop("Credentials")
    assert made["Expiration"] == NOW_S + 900
    role_id = answer["AssumedRoleUser"].pop("AssumedRoleId").partition(":")[0]
    assert role_id.startswith("AROA")
    assert answer == {
        "SubjectFromWebIdentityToken": SUBJECT,
        "AssumedRoleUser": {"Arn": f"arn:aws:sts::{ACCOUNT}:assumed-role/app/session"},
        "Provider": PROVIDER,
        "Audience": CLIENT,
    }
    session = web.server.principal(made["AccessKeyId"], made["SessionToken"])
    assert session.caller.kind is CallerKind.ROLE_SESSION
    assert session.keys["aws:federatedprovider"] == (PROVIDER,)
    assert session.keys[f"{URL}:sub"] == (SUBJECT,)
    assert session.keys[f"{URL}:aud"] == (CLIENT,)
    assert session.policies is not None


def test_other_algorithms(web: Web) -> None:
    assert web.call(signed(claims(NOW_S), ec_key(), "ES256", "ec"))["Provider"] == PROVIDER
    assert web.call(signed(claims(NOW_S), rsa_key(), "RS512"))["Provider"] == PROVIDER


def test_who_makes_the_request(web: Web) -> None:
    context = web.context()
    web.call(token(), context=context)
    principal = context.principal
    assert principal.caller.kind is CallerKind.WEB_IDENTITY
    assert principal.user_id == f"{PROVIDER}:{CLIENT}:{SUBJECT}"
    context = web.context()
    web.refusal(by(rsa_key(1)), context=context)
    assert context.principal is ANONYMOUS


def test_issuers(web: Web) -> None:
    assert web.refusal(token(iss=None)) == "InvalidIdentityToken: Missing a required claim: iss"
    for issuer in (
        *("https://evil.example", f"http://{URL}", URL, f"https://{URL}/", f"HTTPS://{URL}"),
        *(f"https://{URL.upper()}", f"https://{URL}:443", f"https://https://{URL}", "https://"),
        *(["https://", URL], 7, {"a": 1}),
    ):
        assert web.refusal(token(iss=issuer)) == INVALID


def test_an_issuer_uses_only_its_own_keys(web: Web) -> None:
    """Both issuers call their key `one`, and both are trusted."""
    web.provider("evil.example", [CLIENT])
    web.keys["https://evil.example"] = jwks(jwk(rsa_key(1), kid="one"))
    evil = rsa_key(1)
    assert web.refusal(by(evil)) == INVALID
    assert web.refusal(token(iss="https://evil.example")) == INVALID
    # A valid token of an issuer that the account trusts and the role does not.
    assert web.refusal(by(evil, iss="https://evil.example")) == DENIED


def test_keys_that_are_not_there(web: Web) -> None:
    assert web.refusal(by(rsa_key(), "unknown")) == NO_KEY
    assert web.refusal(by(rsa_key(), "ec")) == NO_KEY  # a key of another type
    for algorithm in ("none", "HS256", "PS256", "EdDSA", "rs256"):
        header = {"alg": algorithm, "kid": "one"}
        assert web.refusal(written(header, claims(NOW_S))) == NO_KEY
    web.keys[f"https://{URL}"] = b"{"
    assert web.refusal(token()) == NO_KEY
    del web.keys[f"https://{URL}"]
    assert web.refusal(token()) == NO_KEY


def test_audiences(web: Web) -> None:
    wrong = "InvalidIdentityToken: "
    nothing: tuple[Any, ...] = (None, "", [])
    for absent in nothing:
        assert web.refusal(token(aud=absent)) == f"{wrong}Missing a required claim: aud"
    for aud in ("unknown", "STS.AMAZONAWS.COM", [7], 7, {"a": 1}, [[CLIENT]]):
        assert web.refusal(token(aud=aud)) == INVALID
    assert web.refusal(token(aud=[CLIENT, "other-client"])) == (
        f"{wrong}Token audience contains more than one audience while authorized party is not"
        " present"
    )
    assert web.call(token(aud=[CLIENT]))["Audience"] == CLIENT
    assert web.call(token(aud=["backend", CLIENT], azp=CLIENT))["Audience"] == CLIENT
    assert web.call(token(aud="backend", azp="other-client"))["Audience"] == "other-client"
    assert web.refusal(token(azp="unknown")) == INVALID
    assert web.refusal(token(azp=[CLIENT])) == INVALID
    members = {"OpenIDConnectProviderArn": PROVIDER, "ClientID": CLIENT}
    web.server.call(web.server.root, "RemoveClientIDFromOpenIDConnectProvider", **members)
    assert web.refusal(token()) == INVALID


def test_times(web: Web) -> None:
    for late_s in (0, 1, 60):
        assert web.refusal(token(exp=NOW_S - late_s)) == (
            f"ExpiredWebIdentityToken: Token expired: current date/time {NOW_S} must be before the"
            f" expiration date/time {NOW_S - late_s}"
        )
    assert web.call(token(exp=NOW_S + 1, nbf=NOW_S + 300, iat=NOW_S + 300.5 - 1))
    for members in (
        *({"exp": None}, {"exp": "tomorrow"}, {"exp": True}, {"exp": [NOW_S + 9]}),
        *({"nbf": NOW_S + 301}, {"nbf": "now"}, {"iat": NOW_S + 301}, {"iat": True}),
    ):
        assert web.refusal(token(**members)) == INVALID
    missing = "InvalidIdentityToken: Missing a required claim: iat"
    assert web.refusal(token(iat=None)) == missing
    assert web.call(token(exp=10**30))


def test_subjects(web: Web) -> None:
    for absent in (None, ""):
        text = "InvalidIdentityToken: Missing a required claim: sub"
        assert web.refusal(token(sub=absent)) == text
    for sub in (7, ["anna"], "a" * 256):
        assert web.refusal(token(sub=sub)) == INVALID


def test_an_invalid_token_tells_nothing_about_roles(web: Web) -> None:
    absent = f"arn:aws:iam::{ACCOUNT}:role/absent"
    bad = by(rsa_key(1))
    assert web.refusal(bad, role=absent) == web.refusal(bad) == INVALID
    for role in (absent, f"arn:aws:iam::{ACCOUNT}:role/path/app", f"arn:aws:iam::{ACCOUNT}:user/a"):
        assert web.refusal(token(), role=role) == DENIED
    other = "arn:aws:iam::210987654321:role/app"  # an account without this provider
    assert web.refusal(token(), role=other) == INVALID
    text = "ValidationException: Request ARN is invalid"
    assert web.refusal(token(), role="something, but not an ARN") == text


@pytest.mark.parametrize(
    ("trust", "is_allowed"),
    [
        (web_trust({"StringEquals": {f"{URL}:aud": CLIENT}}), True),
        (web_trust({"StringEquals": {f"{URL}:aud": "other-client"}}), False),
        (web_trust({"StringLike": {f"{URL}:sub": "system:serviceaccount:music:*"}}), True),
        (web_trust({"StringEquals": {f"{URL}:SUB": SUBJECT}}), True),
        (web_trust({"StringEquals": {f"{URL}:sub": "system:serviceaccount:music:other"}}), False),
        (web_trust({"StringEquals": {"other.example:sub": SUBJECT}}), False),
        (web_trust({"ForAnyValue:StringEquals": {f"{URL}:amr": "mfa"}}), True),
        (web_trust({"ForAnyValue:StringEquals": {f"{URL}:amr": "sms"}}), False),
        (web_trust({"StringEquals": {f"{URL}:email": "anna@music.example"}}), True),
        (web_trust({"StringEquals": {f"{URL}:group": "admins"}}), False),  # is no condition key
        (web_trust({"Null": {f"{URL}:oaud": "true"}}), True),
        (web_trust({"ArnEquals": {"aws:FederatedProvider": PROVIDER}}), True),
        (web_trust({"StringEquals": {"sts:RoleSessionName": "session"}}), True),
        (web_trust({"StringEquals": {"sts:RoleSessionName": "other"}}), False),
        (web_trust(principal={"Federated": [f"{PROVIDER}x", PROVIDER]}), True),
        (web_trust(principal={"Federated": f"{PROVIDER}/"}), False),
        (web_trust(principal={"Federated": "arn:aws:iam::1:oidc-provider/a"}), False),
        (web_trust(principal={"AWS": ACCOUNT}), False),
        (web_trust(principal={"Service": "ec2.amazonaws.com"}), False),
        (web_trust(Action="sts:AssumeRole"), False),
        (web_trust(Action=["sts:AssumeRole*"]), True),
        (web_trust(Effect="Deny"), False),
        (
            document(
                {"Effect": "Allow", "Principal": {"Federated": PROVIDER}, "Action": "sts:*"},
                {
                    "Effect": "Deny",
                    "Principal": {"Federated": PROVIDER},
                    "Action": "sts:*",
                    "Condition": {"StringEquals": {f"{URL}:sub": SUBJECT}},
                },
            ),
            False,
        ),
    ],
)
def test_the_trust_policy_decides(web: Web, trust: str, is_allowed: bool) -> None:
    web.trust(trust)
    more = {"amr": ["pwd", "mfa"], "email": "anna@music.example", "group": "admins"}
    if is_allowed:
        assert web.call(token(more))["Provider"] == PROVIDER
    else:
        assert web.refusal(token(more)) == DENIED


def test_the_audience_behind_the_authorized_party(web: Web) -> None:
    web.trust(web_trust({"StringEquals": {f"{URL}:oaud": "backend", f"{URL}:aud": CLIENT}}))
    assert web.call(token(aud="backend", azp=CLIENT))
    assert web.refusal(token()) == DENIED


def test_claims_of_github(web: Web) -> None:
    web.provider(GITHUB, [CLIENT])
    web.keys[f"https://{GITHUB}"] = web.keys[f"https://{URL}"]
    principal = {"Federated": PROVIDER.replace(URL, GITHUB)}
    scoped = {"StringLike": {f"{GITHUB}:sub": "?*"}}  # the service wants a condition on it
    condition = {"StringEquals": {f"{GITHUB}:repository_id": "7", f"{GITHUB}:actor": "anna"}}
    web.trust(web_trust({**scoped, **condition}, principal=principal))
    known: dict[str, str] = {"iss": f"https://{GITHUB}", "repository_id": "7", "run_id": "8"}
    assert web.call(token(known, actor="anna"))
    assert web.refusal(token(known, actor="eve")) == DENIED
    condition = {"StringEquals": {f"{GITHUB}:run_id": "8"}}
    web.trust(web_trust({**scoped, **condition}, principal=principal))
    assert web.refusal(token(known)) == DENIED  # the service has no such key


def test_tags_and_source_identity(web: Web) -> None:
    tags: dict[str, Any] = {"principal_tags": {"Team": ["red"]}, "transitive_tag_keys": ["Team"]}
    tagged = token({TAGS: tags, SOURCE: "anna"})
    assert web.refusal(tagged) == DENIED  # nothing allows TagSession
    web.trust(web_trust(Action=[f"sts:{NAME}", "sts:TagSession"]))
    assert web.refusal(tagged) == DENIED  # nor SetSourceIdentity
    web.trust(
        web_trust(
            {"StringEquals": {"aws:RequestTag/Team": "red"}},
            Action=[f"sts:{NAME}", "sts:TagSession", "sts:SetSourceIdentity"],
        )
    )
    answer = web.call(tagged)
    assert answer["SourceIdentity"] == "anna"
    assert answer["PackedPolicySize"] > 0
    made = answer["Credentials"]
    session = web.server.principal(made["AccessKeyId"], made["SessionToken"])
    assert session.keys["aws:principaltag/team"] == ("red",)
    assert session.transitive_tags == {"Team": "red"}
    tags["principal_tags"] = {"Team": ["blue"]}
    assert web.refusal(token({TAGS: tags})) == DENIED


@pytest.mark.parametrize(
    "members",
    [
        *({TAGS: []}, {TAGS: {"principal_tags": []}}, {TAGS: {"principal_tags": {"a": "b"}}}),
        *({TAGS: {"principal_tags": {"a": []}}}, {TAGS: {"principal_tags": {"a": ["b", "c"]}}}),
        *({TAGS: {"principal_tags": {"": ["b"]}}}, {TAGS: {"principal_tags": {"a": [1]}}}),
        {TAGS: {"principal_tags": {"a" * 129: ["b"]}}},
        {TAGS: {"principal_tags": {"a": ["b" * 257]}}},
        {TAGS: {"principal_tags": {str(each): ["b"] for each in range(51)}}},
        *({TAGS: {"transitive_tag_keys": "a"}}, {TAGS: {"transitive_tag_keys": [1]}}),
        *({SOURCE: "a"}, {SOURCE: "a b"}, {SOURCE: ["anna"]}),
    ],
)
def test_wrong_tags(web: Web, members: dict[str, Any]) -> None:
    assert web.refusal(token(members)) == INVALID


def test_tags_that_do_not_fit_together(web: Web) -> None:
    both = {TAGS: {"principal_tags": {"a": ["1"], "A": ["2"]}}}
    assert web.refusal(token(both)).startswith("InvalidParameterValue: Duplicate tag keys found.")
    alone = {TAGS: {"transitive_tag_keys": ["a"]}}
    assert web.refusal(token(alone)).startswith("InvalidParameterValue: The specified transitive")


def test_session_policies_and_durations(web: Web) -> None:
    policy = document(allow("dynamodb:GetItem"))
    assert web.call(token(), Policy=policy)["PackedPolicySize"] > 0
    assert web.refusal(token(), Policy="{}").startswith("MalformedPolicyDocument")
    arn = "arn:aws:iam::aws:policy/AbsentPolicy"
    assert web.refusal(token(), PolicyArns=[{"arn": arn}]).startswith("NoSuchEntity")
    assert web.refusal(token(), DurationSeconds=3601) == (
        "ValidationException: The requested DurationSeconds exceeds the MaxSessionDuration set for"
        " this role."
    )


def test_open_mode_verifies_the_token_and_no_policy(web: Web) -> None:
    web.trust(web_trust(Effect="Deny"))
    made = web.call(token(), context=web.context(is_open=True))["Credentials"]
    assert web.refusal(token()) == DENIED
    for bad in (by(rsa_key(1)), token(exp=NOW_S - 1), token(aud="unknown")):
        web.refusal(bad, context=web.context(is_open=True))
    # These credentials work in open mode only.
    loaded = web.server.directory.load(made["AccessKeyId"], made["SessionToken"])
    assert result_of(loaded) is None


def test_a_deleted_provider_vouches_for_nobody(web: Web) -> None:
    member = {"OpenIDConnectProviderArn": PROVIDER}
    web.server.call(web.server.root, "DeleteOpenIDConnectProvider", **member)
    assert web.refusal(token()) == INVALID


def test_other_members(web: Web) -> None:
    text = web.refusal(token(), ProviderId="www.amazon.com")
    assert text.startswith("IDPCommunicationError: The request could not be fulfilled")
    assert "not a valid JWT" in web.refusal("Atza|IQEBLjAsAhRFiXuWpUXuRvQ9PZL3GMFcYevydwIUFAHZ")
