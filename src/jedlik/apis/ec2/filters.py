"""The filters of Describe operations.

A filter has a name and values. A resource passes if one of its values for the name matches one of
the values of the filter. Values are compared exactly, but `*` and `?` are wildcards. All filters
must pass. Source: EC2 User Guide, "Filter your resources".
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from jedlik.core.iam.pattern import pattern
from jedlik.features.instances.refusals import combination, invalid_value

T = TypeVar("T")
# Returns the values of a resource, for one name of a filter.
Values = Callable[[T], Sequence[str]]

FILTERS_MAX: Final = 50
VALUES_MAX: Final = 200
_TAG: Final = "tag:"


def filtered(
    found: Iterable[T],
    filters: Sequence[Mapping[str, Any]],
    names: Mapping[str, Values[T]],
    tags: Callable[[T], Mapping[str, str]] | None = None,
) -> list[T]:
    """Returns the resources that pass all filters.

    names: what the filters of the operation compare, by name. tags: the tags of a resource, for the
    filters `tag:KEY`, `tag-key` and `tag-value`. Raises Reject for a filter of another name.
    """
    if len(filters) > FILTERS_MAX:
        raise combination(f"A request can have at most {FILTERS_MAX} filters")
    tests = [_test(each, names, tags) for each in filters]
    return [each for each in found if all(test(each) for test in tests)]


def of(value: Callable[[T], str]) -> Values[T]:
    """Returns what a filter compares, for a member with one value."""
    return lambda resource: (value(resource),)


def flag(value: bool) -> str:
    """Returns how filters write a boolean."""
    return "true" if value else "false"


def _test(
    condition: Mapping[str, Any],
    names: Mapping[str, Values[T]],
    tags: Callable[[T], Mapping[str, str]] | None,
) -> Callable[[T], bool]:
    name, wanted = condition.get("Name", ""), condition.get("Values", [])
    if len(wanted) > VALUES_MAX:
        raise combination(f"A filter can have at most {VALUES_MAX} values")
    values = _values_of(name, names, tags)
    patterns = [pattern(each) for each in wanted]
    return lambda resource: any(
        each.matches(value) for value in values(resource) for each in patterns
    )


def _values_of(
    name: str,
    names: Mapping[str, Values[T]],
    tags: Callable[[T], Mapping[str, str]] | None,
) -> Values[T]:
    known = names.get(name)
    if known is not None:
        return known
    if tags is not None:
        if name == "tag-key":
            return lambda resource: list(tags(resource))
        if name == "tag-value":
            return lambda resource: list(tags(resource).values())
        if name.startswith(_TAG):
            key = name.removeprefix(_TAG)
            return lambda resource: [tags(resource)[key]] if key in tags(resource) else []
    raise invalid_value(f"The filter '{name}' is invalid")
