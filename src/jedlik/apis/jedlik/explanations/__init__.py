"""Explains why a request is allowed or denied.

    request -> question -> subject   the principal, its policies and where each comes from
                        -> resource  the resource, its policy and its tags
                        -> verdict   the decision of `core.iam`, as the stage Authorize makes it
                        -> words     the answer

Nothing here decides: the policies and the values of condition keys are put together as for a
request, and `core.iam.explanation` asks `core.iam.decision`. A test sends hundreds of requests and
compares each decision with the explanation.

- `question`: what is asked, also from the text of a refusal; pure
- `services`: what the APIs add to decisions about their actions
- `subject`, `resource`, `verdict`, `words`: as above
"""
