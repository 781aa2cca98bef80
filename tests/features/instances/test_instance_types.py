"""The types of instances."""

import pytest

from jedlik.core.errors import Reject
from jedlik.features.instances.instance_types import DEFAULT, TYPES, check_type


def test_the_default_is_a_type() -> None:
    check_type(DEFAULT)
    assert sorted(TYPES) == list(TYPES)


def test_burstable_types_have_credits() -> None:
    """Source: EC2 User Guide, "Burstable performance instances": those of T2 and T3."""
    assert {name for name, kind in TYPES.items() if kind.credits} == {
        name for name in TYPES if name.startswith("t")
    }


def test_another_type_is_refused() -> None:
    with pytest.raises(Reject) as refused:
        check_type("t2.giant")
    assert refused.value.error.message == "Invalid value 't2.giant' for InstanceType."
