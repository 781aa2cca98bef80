"""The errors of IAM."""

from jedlik.features.identity.refusals import (
    delete_conflict,
    invalid_input,
    limit_exceeded,
    missing,
    no_such_entity,
    quota_exceeded,
    taken,
)


def test_codes_and_texts() -> None:
    found = [
        (each.error.code, each.error.message)
        for each in (
            missing("user", "anna"),
            taken("group", "readers"),
            no_such_entity("a"),
            delete_conflict("detach all policies"),
            quota_exceeded("Quota", 2),
            limit_exceeded("b"),
            invalid_input("c"),
        )
    ]
    assert found == [
        ("NoSuchEntity", "The user with name anna cannot be found."),
        ("EntityAlreadyExists", "Group with name readers already exists."),
        ("NoSuchEntity", "a"),
        ("DeleteConflict", "Cannot delete entity, must detach all policies first."),
        ("LimitExceeded", "Cannot exceed quota for Quota: 2"),
        ("LimitExceeded", "b"),
        ("InvalidInput", "c"),
    ]
