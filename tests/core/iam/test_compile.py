"""What is made of a document once."""

from jedlik.core.iam.document import parse_policy
from jedlik.core.iam.policy import PolicyKind

TEXT = """{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": "a:*", "Resource": "arn:aws:a:::${aws:UserName}/${a:Tag, 'x'}",
     "Condition": {"StringLike": {"aws:username": "A ${aws:UserId}"}, "Bool": {"a:B": "true"}}},
    {"Effect": "Deny", "Action": "a:*", "Resource": "*", "Condition": {"Null": {"A:B": "true"}}}
  ]
}"""


def test_the_keys_of_a_policy_are_listed_as_first_written() -> None:
    policy = parse_policy(TEXT, PolicyKind.IDENTITY)
    assert policy.context_keys == ("aws:username", "a:B", "a:tag", "aws:userid")


def test_without_variables_a_document_of_2008_has_only_keys_of_conditions() -> None:
    policy = parse_policy(TEXT.replace("2012", "2008"), PolicyKind.SESSION)
    assert policy.context_keys == ("aws:username", "a:B")
    assert policy.version == "2008-10-17"


def test_white_space_does_not_count() -> None:
    assert parse_policy(TEXT, PolicyKind.IDENTITY).characters == sum(
        not each.isspace() for each in TEXT
    )
