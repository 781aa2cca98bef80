"""The policy language is imported at the first document, in the same process or never."""

import subprocess
import sys

import pytest

from jedlik.apis.dynamodb.resource_policies import parsed_policy
from jedlik.core.errors import Reject
from tests.app.server import environment

PROGRAM = """
import sys, jedlik.app.workers
print(*sorted(name for name in sys.modules if name.startswith("jedlik.core.iam.")))
"""


def test_a_server_in_open_mode_does_not_load_the_policy_language() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        env=environment(),
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["jedlik.core.iam.request"]


@pytest.mark.parametrize("is_stream", [False, True])
def test_a_document_is_parsed_by_the_kind_of_its_resource(is_stream: bool) -> None:
    action = "dynamodb:GetRecords" if is_stream else "dynamodb:GetItem"
    principal = '{"AWS":"arn:aws:iam::123456789012:root"}'
    text = (
        f'{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{principal},'
        f'"Action":"{action}","Resource":"*"}}}}'
    )
    assert len(parsed_policy(text, is_stream=is_stream).statements) == 1
    with pytest.raises(Reject, match="ValidationException"):
        parsed_policy(text, is_stream=not is_stream)
