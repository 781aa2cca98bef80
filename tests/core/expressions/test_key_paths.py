"""Tests of paths that lead into key attributes. Source: dynalite's tests."""

import pytest

from jedlik.core.expressions.key_paths import check_key_paths, check_update_paths

from .refusals import condition, projection, refusal, update

SCALARS = (("Key", "pk"), ("Key", "sk"), ("IndexKey", "g"))
PREFIX = (
    "Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: "
)


@pytest.mark.parametrize("text", ["pk, sk, g", "a.pk, a.b[0]", "x", "pk, a.sk"])
def test_projections_of_whole_keys(text: str) -> None:
    check_key_paths(SCALARS, projection(text))
    check_key_paths(SCALARS, None, None)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("pk.a", "Key: pk"),
        ("a, sk[0]", "Key: sk"),
        ("g.a", "IndexKey: g"),
        ("g.a, sk.a", "Key: sk"),  # in the order of the schemas
    ],
)
def test_projections_into_keys(text: str, named: str) -> None:
    assert refusal(lambda: check_key_paths(SCALARS, projection(text)), PREFIX) == named
    filter_ = condition(f"attribute_exists({text.split(', ', maxsplit=1)[-1]})")
    check_key_paths((), projection(text), filter_)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("pk.a = sk", "Key: pk"),
        ("NOT (x = a OR size(sk[1]) IN (a, b))", "Key: sk"),
        ("x BETWEEN a AND g.b", "IndexKey: g"),
    ],
)
def test_conditions_on_paths_into_keys(text: str, named: str) -> None:
    message = refusal(lambda: check_key_paths(SCALARS, None, condition(text)), PREFIX)
    assert message == named


def test_a_projection_is_checked_before_a_condition() -> None:
    paths, filter_ = projection("g.a"), condition("pk.a = x")
    assert refusal(lambda: check_key_paths(SCALARS, paths, filter_), PREFIX) == "IndexKey: g"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("SET pk.a = x", "Key: pk"),
        ("REMOVE x, sk[0]", "Key: sk"),
        ("SET x = g.a", "IndexKey: g"),
        ("SET x = a + if_not_exists(g.b, a)", "IndexKey: g"),
        ("ADD x.pk :n DELETE g.a :s", "IndexKey: g"),
    ],
)
def test_updates_of_paths_into_keys(text: str, named: str) -> None:
    values = {":n": {"N": "1"}, ":s": {"SS": ["a"]}} if ":" in text else None
    found = update(text, values)  # type: ignore[arg-type]
    assert refusal(lambda: check_update_paths(SCALARS, found), PREFIX) == named


def test_updates_of_other_paths() -> None:
    check_update_paths(SCALARS, update("SET x.pk = pk, y = :v REMOVE z[0]", {":v": {"S": "a"}}))
