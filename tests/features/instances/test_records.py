"""Where instances are stored: accounts and Regions have nothing in common."""

from jedlik.core.keys.key import Key, Span
from jedlik.core.keys.space import Space
from jedlik.features.instances.records import (
    Place,
    every_span,
    fleet_entry,
    fleets_span,
    instance_entry,
    key_pairs_entry,
    launch_entry,
)

ONE = Place("000000000001", "us-east-1")
OTHERS = (Place("000000000002", "us-east-1"), Place("000000000001", "us-east-2"))


def test_each_place_has_its_own_entries() -> None:
    for other in OTHERS:
        assert fleet_entry(ONE).key != fleet_entry(other).key
        assert key_pairs_entry(ONE).key != key_pairs_entry(other).key
        assert instance_entry(ONE, "i-1").key != instance_entry(other, "i-1").key
        assert launch_entry(ONE, "token").key != launch_entry(other, "token").key


def test_all_entries_are_in_the_space_of_instances() -> None:
    keys = [fleet_entry(ONE).key, key_pairs_entry(ONE).key, instance_entry(ONE, "i-1").key]
    assert {key.space for key in keys} == {Space.INSTANCES}


def is_in(key: Key, span: Span) -> bool:
    assert span.start is not None
    assert span.end is not None
    return span.start <= (key.partition, key.sort) < span.end


def test_a_span_has_the_entries_of_its_sort_only() -> None:
    entries = {
        "instances": instance_entry(ONE, "i-1").key,
        "launches": launch_entry(ONE, "token").key,
        "fleets": fleet_entry(ONE).key,
    }
    spans = {name: every_span(name) for name in ("instances", "launches")}
    spans["fleets"] = fleets_span()
    for name, span in spans.items():
        inside = [each for each, key in entries.items() if is_in(key, span)]
        assert inside == [name]


def test_the_arn_of_a_resource() -> None:
    assert ONE.arn("instance", "i-1") == "arn:aws:ec2:us-east-1:000000000001:instance/i-1"
