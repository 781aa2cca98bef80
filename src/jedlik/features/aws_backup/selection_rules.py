"""Which tables a selection of a backup plan names. Pure.

    Resources        one of them names the table; `*` at the end means anything
    ListOfTags       the table has one of these tags
    Conditions       the table has the tags that each of them wants
    NotResources     none of them names the table

A table is selected if Resources or ListOfTags names it, all Conditions hold, and NotResources does
not. Without Resources and ListOfTags, every table is meant that fulfils the Conditions.

Sources: API Reference, BackupSelection; AWS Backup Developer Guide, "Assigning resources"; re:Post,
"How do I assign resources to a Backup plan" (Resources and Conditions are combined with AND).
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Final

from jedlik.core.iam.pattern import Pattern, pattern
from jedlik.features.aws_backup.refusals import invalid_value, missing_value

_ANY: Final = "*"
_ARN_PARTS: Final = 6
_ARNS_MAX: Final = 500
_WILDCARDS_MAX: Final = 30
_CONDITIONS_MAX: Final = 30
_TAG_PREFIX: Final = "aws:ResourceTag/"
_OPERATORS: Final = ("StringEquals", "StringNotEquals", "StringLike", "StringNotLike")


def check_selection(selection: Mapping[str, Any]) -> None:
    """Raises Reject for a selection that names nothing, or names it wrongly."""
    conditions = selection.get("Conditions", {})
    has_conditions = any(conditions.get(each) for each in _OPERATORS)
    if not selection.get("Resources") and not selection.get("ListOfTags"):
        if "Resources" not in selection and not has_conditions:
            # Recorded (terraform-aws-backup #38).
            raise missing_value("Either Resources or Conditions must not be null", "ERROR_4301")
        # Recorded (terraform-provider-aws, pull request 25436).
        raise invalid_value(
            "Invalid backup selection. Either 'ListOfTags' or 'Resources' section must be "
            "non-empty."
        )
    for name in ("Resources", "NotResources"):
        _check_arns(name, selection.get(name, ()))
    count = len(selection.get("ListOfTags", ()))
    count += sum(len(conditions.get(each, ())) for each in _OPERATORS)
    if count > _CONDITIONS_MAX:
        raise invalid_value(f"A selection has at most {_CONDITIONS_MAX} conditions")
    for operator in _OPERATORS:
        for each in conditions.get(operator, ()):
            if not each.get("ConditionKey", "").startswith(_TAG_PREFIX):
                raise invalid_value(f"The key of a condition begins with {_TAG_PREFIX}")


def _check_arns(name: str, arns: Sequence[str]) -> None:
    wildcards = sum(_ANY in each for each in arns)
    if len(arns) > _ARNS_MAX or wildcards > _WILDCARDS_MAX:
        raise invalid_value(
            f"{name} has at most {_ARNS_MAX} ARNs, and {_WILDCARDS_MAX} with wildcards"
        )
    for each in arns:
        if each != _ANY and not each.startswith("arn:"):
            raise invalid_value(f"{each[:200]} in {name} is no ARN")


def names_types(selection: Mapping[str, Any]) -> bool:
    """Returns whether a selection names tables of its own choice, and not by tags alone. Then it
    does not matter whether DynamoDB is opted in.
    """
    return any(each != _ANY for each in selection.get("Resources", ()))


def selects(selection: Mapping[str, Any], arn: str, tags: Mapping[str, str]) -> bool:
    """Returns whether a selection names a table. arn, tags: those of the table."""
    if any(_names(each, arn) for each in selection.get("NotResources", ())):
        return False
    resources = selection.get("Resources", ())
    wanted = selection.get("ListOfTags", ())
    by_tag = any(tags.get(each["ConditionKey"]) == each["ConditionValue"] for each in wanted)
    if (resources or wanted) and not by_tag and not any(_names(each, arn) for each in resources):
        return False
    conditions = selection.get("Conditions", {})
    return all(
        _holds(operator, each, tags)
        for operator in _OPERATORS
        for each in conditions.get(operator, ())
    )


def _names(wanted: str, arn: str) -> bool:
    """Returns whether a pattern names an ARN. Parts such as the Region may be `*` too, as in the
    examples of the Developer Guide.
    """
    if _ANY not in wanted:
        return wanted == arn
    patterns, parts = wanted.split(":", _ARN_PARTS - 1), arn.split(":", _ARN_PARTS - 1)
    if len(patterns) < _ARN_PARTS:  # `*`, `arn:aws:dynamodb:*`
        return wanted.endswith(_ANY) and _pattern(wanted).matches(arn)
    return all(_pattern(each).matches(part) for each, part in zip(patterns, parts, strict=True))


def _holds(operator: str, condition: Mapping[str, str], tags: Mapping[str, str]) -> bool:
    value = tags.get(condition.get("ConditionKey", "").removeprefix(_TAG_PREFIX))
    wanted = condition.get("ConditionValue", "")
    if operator.endswith("Equals"):
        found = value == wanted
    else:
        found = value is not None and _pattern(wanted).matches(value)
    return found != ("Not" in operator)


@lru_cache(maxsize=1024)
def _pattern(text: str) -> Pattern:
    """Returns a compiled pattern. A run compares the same ones with each table."""
    return pattern(text)
