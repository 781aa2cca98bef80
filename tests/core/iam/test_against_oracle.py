"""Random worlds are decided as the oracle decides them, with the same text."""

import json
import os
from random import Random

import pytest

from jedlik.core.iam.decision import Outcome, decide, decide_fully
from jedlik.core.iam.denial import denial
from tests.core.iam.oracle import answer
from tests.core.iam.random_worlds import RandomWorlds
from tests.core.iam.worlds import World, policies_of, request_of
from tests.figures import count

WORLDS = int(os.environ.get("JEDLIK_POLICY_WORLDS", "3000"))
SEED = os.environ.get("JEDLIK_SEED", "1")


def decided(world: World) -> tuple[str, str, str]:
    request = request_of(world)
    decision = decide(request, policies_of(world))
    text = "" if decision.is_allowed else denial(request, decision)
    return decision.outcome.value, decision.source.name.lower(), text


def expected(world: World) -> tuple[str, str, str]:
    found = answer(world)
    return found.outcome, found.by, found.text


@pytest.mark.many_steps
def test_random_worlds_are_decided_as_the_oracle_decides() -> None:
    worlds = RandomWorlds(Random(SEED))
    outcomes = {outcome.value: 0 for outcome in Outcome}
    for _ in range(WORLDS):
        world = worlds.world()
        assert decided(world) == expected(world), json.dumps(world)
        outcomes[expected(world)[0]] += 1
    count(policy_worlds=WORLDS)
    # The worlds would show little if one outcome were rare.
    assert min(outcomes.values()) > WORLDS / 20, outcomes


def test_a_full_decision_agrees_and_has_matches_of_its_effect() -> None:
    worlds = RandomWorlds(Random(f"full {SEED}"))
    for _ in range(WORLDS // 10):
        world = worlds.world()
        full = decide_fully(request_of(world), policies_of(world))
        assert (full.decision.outcome.value, full.decision.source.name.lower()) == expected(world)[
            :2
        ]
        effects = {match.statement.is_allow for match in full.matches}
        assert effects <= {full.decision.is_allowed}
        first = full.decision.matches
        assert not first or first[0].statement in [match.statement for match in full.matches]
