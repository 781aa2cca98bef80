"""The canonical form keeps the meaning. Recorded forms are rows of `documents`."""

import json
from random import Random

from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policy import PolicyKind
from tests.core.iam.random_worlds import RandomWorlds
from tests.core.iam.test_against_oracle import decided

WORLDS = 300


def test_the_canonical_form_is_decided_as_the_document_is() -> None:
    worlds = RandomWorlds(Random("canonical"))
    compared = 0
    for _ in range(WORLDS):
        world = worlds.world()
        document = world.get("resource_policy")
        if document is None or world.get("resource_kind") != "table":
            continue
        text = parse_policy(json.dumps(document), PolicyKind.TABLE).canonical_text
        compared += 1
        assert decided(world) == decided({**world, "resource_policy": json.loads(text)}), text
    assert compared > WORLDS / 5
