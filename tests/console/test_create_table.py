"""The form of a new table, and deleting tables."""

from typing import Any

from tests.api.clients import create, unique
from tests.console.conftest import go_to
from tests.console.controls import choose
from tests.console.held import held


def _fill(page: Any, **fields: str) -> None:
    """Fills in fields by their labels, in which spaces are underscores."""
    for label, value in fields.items():
        page.get_by_role("textbox", name=label.replace("_", " "), exact=True).fill(value)


def _sort_key(page: Any) -> Any:
    return page.get_by_role("textbox", name="Sort key - optional")


def _described(dynamodb: Any, name: str) -> Any:
    return dynamodb.describe_table(TableName=name)["Table"]


def test_default_settings_make_an_on_demand_table(console: Any, dynamodb: Any) -> None:
    """Point 15: the list shows the table, and without a reload how it becomes active."""
    name = unique("BollywoodMusic")
    console.get_by_role("link", name="Create table").first.click()
    _fill(console, Table_name=name, Partition_key="Singers")
    _sort_key(console).fill("Songs")
    row = console.get_by_role("row").filter(has=console.get_by_role("link", name=name))
    with held(console, ("DescribeTable",), "ACTIVE", "CREATING"):
        console.get_by_role("button", name="Create table").click()
        row.get_by_text("Creating").wait_for()
    row.get_by_text("Active").wait_for()
    console.get_by_text(f"The {name} table was created successfully.").wait_for()
    table = _described(dynamodb, name)
    assert table["BillingModeSummary"]["BillingMode"] == "PAY_PER_REQUEST"
    assert table["DeletionProtectionEnabled"] is False
    assert table.get("TableClassSummary", {}).get("TableClass", "STANDARD") == "STANDARD"
    assert [each["AttributeName"] for each in table["KeySchema"]] == ["Singers", "Songs"]


def test_errors_of_the_form_are_shown_under_their_fields(console: Any, dynamodb: Any) -> None:
    """Point 16: short name, no key, same key twice, a name in use. The form keeps its values."""
    used = create(dynamodb, ("id", "S"))
    go_to(console, "create-table")
    _fill(console, Table_name="ab")
    submit = console.get_by_role("button", name="Create table")
    submit.click()
    console.get_by_text("must have between 3 and 255 characters.").wait_for()
    console.get_by_text("Type the name of the partition key.").wait_for()
    _fill(console, Table_name=used, Partition_key="id")
    _sort_key(console).fill("id")
    console.get_by_text("The sort key must be another attribute").wait_for()
    _sort_key(console).fill("at")
    submit.click()
    console.get_by_text("ResourceInUseException").wait_for()
    assert console.get_by_role("textbox", name="Table name").input_value() == used
    assert _sort_key(console).input_value() == "at"


def test_customized_settings_are_all_in_the_table(console: Any, dynamodb: Any) -> None:
    """Point 23: class, capacity, indexes, deletion protection and tags are as they were typed."""
    name = unique("custom")
    go_to(console, "create-table")
    _fill(console, Table_name=name, Partition_key="Singers")
    _sort_key(console).fill("Songs")
    console.get_by_role("radio", name="Customize settings").check()
    console.get_by_role("radio", name="DynamoDB Standard-IA").check()
    console.get_by_role("radio", name="Provisioned").check()
    dialog = console.get_by_role("dialog")
    console.get_by_role("button", name="Create global index").click()
    dialog.get_by_label("Name of partition key").fill("Label")
    dialog.get_by_role("button", name="Add attribute to partition key").click()
    dialog.get_by_label("Name of partition key 2").fill("Year")
    choose(console, "Type of partition key 2", "Number")
    assert dialog.get_by_label("Index name").input_value() == "Label-Year-index"
    dialog.get_by_role("button", name="Create index").click()
    console.get_by_role("button", name="Create local index").click()
    dialog.get_by_role("textbox", name="Sort key").fill("Album")
    dialog.get_by_role("button", name="Create index").click()
    console.get_by_role("checkbox", name="Turn on deletion protection").check()
    console.get_by_role("button", name="Add new tag").click()
    console.get_by_placeholder("Enter key").fill("team")
    console.get_by_placeholder("Enter value").fill("red")
    console.get_by_role("button", name="Create table").click()
    console.get_by_text(f"The {name} table was created successfully.").wait_for()
    table = _described(dynamodb, name)
    assert table["TableClassSummary"]["TableClass"] == "STANDARD_INFREQUENT_ACCESS"
    assert table["ProvisionedThroughput"]["ReadCapacityUnits"] == 5
    assert table["ProvisionedThroughput"]["WriteCapacityUnits"] == 5
    assert table["DeletionProtectionEnabled"] is True
    (index,) = table["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "Label-Year-index"
    assert index["KeySchema"] == [
        {"AttributeName": "Label", "KeyType": "HASH"},
        {"AttributeName": "Year", "KeyType": "HASH"},
    ]
    assert {"AttributeName": "Year", "AttributeType": "N"} in table["AttributeDefinitions"]
    (local,) = table["LocalSecondaryIndexes"]
    assert local["KeySchema"][1] == {"AttributeName": "Album", "KeyType": "RANGE"}
    tags = dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"]
    assert tags == [{"Key": "team", "Value": "red"}]


def test_the_calculator_says_what_a_load_needs(console: Any) -> None:
    """Point 24: 2 KB, 100 eventual reads and 50 writes per second need 50 and 100 units."""
    go_to(console, "create-table")
    console.get_by_role("radio", name="Customize settings").check()
    console.get_by_role("radio", name="Provisioned").check()
    console.get_by_role("button", name="Capacity calculator").click()
    console.get_by_label("Average item size (KB)").fill("2")
    console.get_by_label("Item reads per second").fill("100")
    console.get_by_label("Item writes per second").fill("50")
    console.get_by_role("button", name="Use these units").click()
    assert console.get_by_label("Provisioned read capacity units").input_value() == "50"
    assert console.get_by_label("Provisioned write capacity units").input_value() == "100"
