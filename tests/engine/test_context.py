"""A node has the hooks of the features whose tables its catalog loads."""

from tests.engine.in_memory import Caller


def test_a_node_has_the_hooks_of_its_features_in_their_order() -> None:
    caller = Caller()
    assert list(caller.node.hooks) == [each.table for each in caller.features]
