"""What is asked, from members or from the text of a refusal."""

import pytest

from jedlik.apis.jedlik.explanations.question import Question, question_in
from jedlik.core.errors import Reject

WHO = "arn:aws:iam::000000000000:user/Anna"
TABLE = "arn:aws:dynamodb:us-east-1:000000000000:table/Music"
BEGIN = f"User: {WHO} is not authorized to perform: dynamodb:PutItem on resource: {TABLE}"
IDENTITY = "identity-based policy"


@pytest.mark.parametrize(
    ("message", "refused_by", "is_explicit"),
    [
        (f"{BEGIN} because no {IDENTITY} allows the dynamodb:PutItem action", IDENTITY, False),
        (
            f"{BEGIN} with an explicit deny in an {IDENTITY}: arn:aws:iam::1:policy/P",
            IDENTITY,
            True,
        ),
        (f"{BEGIN} because no session policy allows the x:Y action", "session policy", False),
        (f"{BEGIN} with an explicit deny in a permissions boundary", "permissions boundary", True),
        (BEGIN, "", False),
        # What AWS CLI v2 prints, broken by a terminal.
        (
            "aws: [ERROR]: An error occurred (AccessDeniedException) when calling the PutItem\n"
            f"operation: {BEGIN.replace(' on', chr(10) + '  on')}\n",
            "",
            False,
        ),
    ],
)
def test_the_text_of_a_refusal(message: str, refused_by: str, is_explicit: bool) -> None:
    found = question_in({"Message": message})
    assert found == Question(WHO, "dynamodb:PutItem", TABLE, refused_by, is_explicit, True)


def test_texts_of_other_services() -> None:
    # Recorded texts, see `apis.ec2.denial` and `apis.iam.resources`.
    ec2 = (
        f"You are not authorized to perform this operation. User: {WHO} is not authorized to"
        " perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:000000000000:instance/*"
        f" because no {IDENTITY} allows the ec2:RunInstances action. Encoded authorization failure"
        " message: abc"
    )
    found = question_in({"Message": ec2})
    assert found[1:4] == (
        "ec2:RunInstances",
        "arn:aws:ec2:us-east-1:000000000000:instance/*",
        IDENTITY,
    )
    describe = f"User: {WHO} is not authorized to perform: ec2:DescribeTags because no {IDENTITY}"
    assert question_in({"Message": describe}).resource == "*"
    iam = f"User: {WHO} is not authorized to perform: iam:PutUserPolicy on resource: user Bob"
    assert question_in({"Message": iam}).resource == "user Bob"


@pytest.mark.parametrize(
    "message",
    [
        "no refusal",
        "User: ",
        f"User: {WHO}",
        "User: a b is not authorized to perform: x:Y on resource: z",
        f"User: {WHO} is not authorized to perform: something",
        "is not authorized to perform: x:Y",
    ],
)
def test_other_texts_are_refused(message: str) -> None:
    with pytest.raises(Reject, match="Message is no refusal"):
        question_in({"Message": message})


def test_members() -> None:
    found = question_in({"Principal": WHO, "Action": "GetItem", "Resource": "Music"})
    assert found == Question(WHO, "GetItem", "Music")
    assert question_in({"Action": "GetItem", "Resource": "Music"}).principal == ""
    with pytest.raises(Reject, match="Message excludes Action"):
        question_in({"Message": BEGIN, "Action": "GetItem"})
    for given in ({}, {"Action": "GetItem"}, {"Resource": "Music"}):
        with pytest.raises(Reject, match="needs Message, or Action and Resource"):
            question_in(given)  # type: ignore[arg-type]
