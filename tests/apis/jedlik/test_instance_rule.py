"""The rule of operations on an instance: test_api.py has it with each operation."""

from jedlik.apis.authorization import Authorization
from jedlik.apis.jedlik.instance_rule import on_instance
from tests.engine.in_memory import ACCOUNT, Caller


def test_an_instance_is_one_of_the_account_and_region_of_the_request() -> None:
    context = Caller(region="eu-west-1").context
    found = on_instance("jedlik:Look")({"InstanceId": "i-1"}, None, context)
    arn = f"arn:aws:ec2:eu-west-1:{ACCOUNT}:instance/i-1"
    assert found == (Authorization("jedlik:Look", arn),)
