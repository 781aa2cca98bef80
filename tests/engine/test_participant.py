"""What participants see of a change, and what one that overrides nothing does."""

import pytest

from jedlik.core.keys.key import Key
from jedlik.core.keys.space import Space
from jedlik.core.types.stored_item import Image, item_to_bytes
from jedlik.engine.participant import Derived, ItemChange, ItemRule, Participant
from tests.core.expressions.refusals import update

KEY = Key(Space.ITEM, 7, b"partition", b"sort")


def image(text: str) -> Image:
    return Image(item_to_bytes({"pk": {"S": text}}, 3))


@pytest.mark.parametrize(
    ("old", "new", "is_same"),
    [
        (None, None, True),
        (None, image("a"), False),
        (image("a"), None, False),
        (image("a"), image("b"), False),
        (image("a"), image("a"), True),
    ],
)
def test_a_change_is_the_same_if_the_stored_bytes_are(
    old: Image | None, new: Image | None, is_same: bool
) -> None:
    change = ItemChange(KEY, old, new, by_service=False)
    assert (change.key, change.old, change.new) == (KEY, old, new)
    assert change.is_same is is_same


def test_a_participant_adds_nothing_by_itself() -> None:
    participant = Participant()
    change = ItemChange(KEY, None, image("a"), by_service=True)
    assert not participant.item_rules
    assert not participant.scalars
    assert not participant.reads(KEY)
    assert participant.derive(change, {}) is None


def test_a_rule_demands_nothing_by_itself() -> None:
    rule = ItemRule("name")
    rule.check({"pk": {"S": "a"}}, by_expression=False)
    rule.check_update(update("REMOVE a"), by_expression=True)
    assert rule.name == "name"


def test_what_is_derived_is_not_charged_unless_it_says_so() -> None:
    derived = Derived([])
    assert not derived.charges
    assert derived.collection_bytes is None
    assert derived.uncharged_bytes == (0, 0)
