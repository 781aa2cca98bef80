"""ExplainAccess says what the server does: requests are sent, and each decision is compared.

Every principal of `explained_world` sends every request by boto3. The explanation of the same
request must have the same decision and, for a denial, the text that the service has answered.
"""

from collections.abc import Iterator
from typing import Any

import pytest

from jedlik.app.client import CallError, Endpoint, call_jedlik
from jedlik.core.sigv4.sign import Credentials
from tests.api.clients import REGION
from tests.api.explained_requests import COMMON, Sent, requests, send
from tests.api.explained_world import ACCOUNT, Actor, World, world

pytestmark = pytest.mark.usefixtures("own_server")

_LEAST_CASES = 400
# The service names entities of IAM in words, which depend on the operation.
_TEXTS_COMPARED = ("dynamodb:", "kms:", "sts:")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with world(tmp_path_factory.mktemp("explained") / "data") as started:
        yield started


def endpoint(made: World, actor: Actor) -> Endpoint:
    given = actor.credentials
    credentials = Credentials(
        given["aws_access_key_id"],
        given["aws_secret_access_key"],
        given.get("aws_session_token", ""),
    )
    return Endpoint(made.url, credentials, REGION)


def explained(made: World, actor: Actor, **question: Any) -> dict[str, Any]:
    """Returns an explanation, asked by the root of the account, or by the principal itself."""
    root = made.root if actor.account_id == ACCOUNT else made.other_root
    asker = actor if actor.asks_itself else root
    if not actor.asks_itself and "Message" not in question:
        question["Principal"] = actor.arn
        if actor.session_policies:
            question["SessionPolicies"] = actor.session_policies
    return call_jedlik(endpoint(made, asker), "ExplainAccess", **question)


def explanation_of(made: World, actor: Actor, sent: Sent) -> dict[str, Any]:
    resource = sent.resource
    if actor.account_id != ACCOUNT and "TableName" in sent.members:
        if not sent.members["TableName"].startswith("arn:"):
            resource = resource.replace(ACCOUNT, actor.account_id)
    elif actor.account_id != ACCOUNT and sent.method in {"list_users", "list_tables"}:
        resource = resource.replace(ACCOUNT, actor.account_id)
    context = {key: each for key, each in {**COMMON, **sent.context}.items() if each}
    return explained(made, actor, Action=sent.action, Resource=resource, Context=context)


def is_foreign(found: dict[str, Any]) -> bool:
    """Whether an explanation is about a resource of another account."""
    return any("belongs to another account" in each for each in found["Notes"])


def test_explanations_have_the_decisions_of_requests(made: World) -> None:
    cases, allowed, kinds, wrong = 0, 0, set(), []
    for name, actor in made.actors.items():
        for sent in requests(made):
            text = send(made, actor, sent)
            found = explanation_of(made, actor, sent)
            cases += 1
            allowed += text is None
            if is_foreign(found):  # its policy decides too, and only its account may see that
                assert not any(each["PolicyType"] == "resource" for each in found["Statements"])
                continue
            kinds.add((found["Decision"], found["DecidedBy"]))
            is_same = (text is None) == (found["Decision"] == "allowed")
            if text is not None and sent.action.startswith(_TEXTS_COMPARED):
                is_same = is_same and found.get("Message") == text
            if not is_same:
                wrong.append((name, sent.method, sent.resource, text, found))
    assert not wrong, "\n".join(str(each)[:900] for each in wrong)
    assert cases >= _LEAST_CASES
    # The corpus decides in every way that exists for requests.
    assert 100 < allowed < cases - 100
    assert kinds == {
        ("allowed", "identity-based policy"),
        ("allowed", "resource-based policy"),
        ("allowed", "role trust policy"),
        ("allowed", "root"),
        ("explicitDeny", "identity-based policy"),
        ("explicitDeny", "permissions boundary"),
        ("explicitDeny", "resource-based policy"),
        ("explicitDeny", "session policy"),
        ("implicitDeny", "identity-based policy"),
        ("implicitDeny", "permissions boundary"),
        ("implicitDeny", "role trust policy"),
        ("implicitDeny", "session policy"),
    }


def test_refusals_are_explained_from_their_texts_alone(made: World) -> None:
    explained_texts = 0
    for name, actor in made.actors.items():
        if actor.asks_itself or name in {"leading keys", "attributes", "member"}:
            continue  # their decisions depend on more than the text says
        for sent in requests(made):
            text = send(made, actor, sent)
            if text is None or "User: " not in text:
                continue
            context = {key: each for key, each in COMMON.items() if each}
            found = explained(made, actor, Message=f"An error occurred: {text}", Context=context)
            assert found["Decision"] != "allowed", (name, sent, found)
            assert found["Reasons"], found
            explained_texts += 1
    assert explained_texts > 100


def test_only_who_may_explain_gets_an_explanation(made: World) -> None:
    for name in ("nobody", "one table", "session"):
        actor = made.actors[name]
        with pytest.raises(CallError) as refused:
            call_jedlik(endpoint(made, actor), "ExplainAccess", Action="GetItem", Resource="scores")
        assert refused.value.code == "AccessDeniedException"


def test_another_account_does_not_see_the_policy_of_a_table(made: World) -> None:
    shared = next(
        each for each in requests(made) if each.members.get("TableName", "x")[:4] == "arn:"
    )
    found = explanation_of(made, made.actors["theirs"], shared)
    assert is_foreign(found)
    assert found["Decision"] == "implicitDeny"
    assert not any(each["PolicyType"] == "resource" for each in found["Statements"])
