"""Every member of the published model is declared, and nothing else."""

from typing import Any

import botocore.session
import pytest

from jedlik.apis.dynamodb.model import items as data
from jedlik.apis.dynamodb.model import statements, tables, transactions
from jedlik.apis.dynamodb.model.attribute_value import AttributeMap, AttributeValueShape
from jedlik.apis.dynamodb_streams import model as streams
from jedlik.wire.shapes import scalars, structure
from jedlik.wire.shapes.request import Request
from jedlik.wire.shapes.shape import Shape

REQUESTS = {
    "PutItem": (data.PUT_ITEM, data.PutItemRequest),
    "GetItem": (data.GET_ITEM, data.GetItemRequest),
    "UpdateItem": (data.UPDATE_ITEM, data.UpdateItemRequest),
    "DeleteItem": (data.DELETE_ITEM, data.DeleteItemRequest),
    "BatchGetItem": (data.BATCH_GET_ITEM, data.BatchGetItemRequest),
    "BatchWriteItem": (data.BATCH_WRITE_ITEM, data.BatchWriteItemRequest),
    "Query": (data.QUERY, data.QueryRequest),
    "Scan": (data.SCAN, data.ScanRequest),
    "TransactWriteItems": (
        transactions.TRANSACT_WRITE_ITEMS,
        transactions.TransactWriteItemsRequest,
    ),
    "TransactGetItems": (transactions.TRANSACT_GET_ITEMS, transactions.TransactGetItemsRequest),
    "ExecuteStatement": (statements.EXECUTE_STATEMENT, statements.ExecuteStatementRequest),
    "BatchExecuteStatement": (
        statements.BATCH_EXECUTE_STATEMENT,
        statements.BatchExecuteStatementRequest,
    ),
    "ExecuteTransaction": (statements.EXECUTE_TRANSACTION, statements.ExecuteTransactionRequest),
    "CreateTable": (tables.CREATE_TABLE, tables.CreateTableRequest),
    "UpdateTable": (tables.UPDATE_TABLE, tables.UpdateTableRequest),
    "DescribeTable": (tables.DESCRIBE_TABLE, tables.TableRequest),
    "DeleteTable": (tables.DELETE_TABLE, tables.TableRequest),
    "ListTables": (tables.LIST_TABLES, tables.ListTablesRequest),
    "TagResource": (tables.TAG_RESOURCE, tables.TagResourceRequest),
    "UntagResource": (tables.UNTAG_RESOURCE, tables.UntagResourceRequest),
    "ListTagsOfResource": (tables.LIST_TAGS_OF_RESOURCE, tables.ListTagsOfResourceRequest),
    "UpdateTimeToLive": (tables.UPDATE_TIME_TO_LIVE, tables.UpdateTimeToLiveRequest),
    "DescribeTimeToLive": (tables.DESCRIBE_TIME_TO_LIVE, tables.TableRequest),
    "DescribeLimits": (tables.DESCRIBE_LIMITS, tables.NoMembers),
    "DescribeEndpoints": (tables.DESCRIBE_ENDPOINTS, tables.NoMembers),
    "ListStreams": (streams.LIST_STREAMS, streams.ListStreamsRequest),
    "DescribeStream": (streams.DESCRIBE_STREAM, streams.DescribeStreamRequest),
    "GetShardIterator": (streams.GET_SHARD_ITERATOR, streams.GetShardIteratorRequest),
    "GetRecords": (streams.GET_RECORDS, streams.GetRecordsRequest),
}
SCALARS = {
    "string": scalars.String,
    "integer": scalars.Integer,
    "long": scalars.Long,
    "boolean": scalars.Boolean,
    "timestamp": scalars.Timestamp,
}
MODEL = botocore.session.Session().get_service_model("dynamodb")
STREAMS_MODEL = botocore.session.Session().get_service_model("dynamodbstreams")


def compare(shape: Shape, model: Any, where: str) -> None:
    """Walk a declaration and the published model side by side."""
    if model.name == "AttributeValue":
        assert isinstance(shape, AttributeValueShape), where
    elif model.type_name == "structure":
        assert isinstance(shape, structure.Structure), where
        declared = {member.name: member for member in shape.members}
        assert declared.keys() == model.members.keys(), where
        for name, member in declared.items():
            compare(member.shape, model.members[name], f"{where}.{name}")
    elif model.type_name == "list":
        assert isinstance(shape, structure.List), where
        compare(shape._element, model.member, where + "[]")
    elif model.type_name == "map":
        if model.value.name == "AttributeValue":
            assert isinstance(shape, AttributeMap), where
            return
        assert isinstance(shape, structure.Map), where
        compare(shape._value, model.value, where + "{}")
    else:
        assert type(shape) is SCALARS[model.type_name], where


@pytest.mark.parametrize("operation", REQUESTS)
def test_members_are_those_of_the_model(operation: str) -> None:
    shape, typed = REQUESTS[operation]
    assert isinstance(shape, Request)
    service = STREAMS_MODEL if operation in STREAMS_MODEL.operation_names else MODEL
    model = service.operation_model(operation).input_shape
    compare(shape, model, operation)
    assert typed.__annotations__.keys() == model.members.keys()
    required = {member.name for member in shape.members if member.required}
    # The model stopped asking for these two when CreateTable learned to copy another table.
    copied = {"AttributeDefinitions", "KeySchema"} if operation == "CreateTable" else set()
    assert required == {*model.required_members, *copied}
