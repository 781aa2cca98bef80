"""All APIs, and the protocols in the order in which a request is compared with them."""

from collections.abc import Mapping, Sequence
from typing import Final

from jedlik.apis.api import Api
from jedlik.apis.backup.api import BACKUP, BACKUP_REST
from jedlik.apis.dynamodb.api import DYNAMODB
from jedlik.apis.dynamodb_streams.api import DYNAMODB_STREAMS
from jedlik.apis.ec2.api import EC2
from jedlik.apis.errors import EC2_COMMON, QUERY_COMMON, Row, errors_with, json_errors, rest_errors
from jedlik.apis.iam.api import IAM
from jedlik.apis.jedlik.api import JEDLIK
from jedlik.apis.kms.api import KMS
from jedlik.apis.sts.api import STS
from jedlik.wire.ec2_query import EC2_QUERY
from jedlik.wire.json_1_0 import JSON, JSON_1_0, JSON_1_1
from jedlik.wire.protocol import WireProtocol
from jedlik.wire.query_xml import QUERY

APIS: Final[Sequence[Api]] = (DYNAMODB, DYNAMODB_STREAMS, IAM, STS, EC2, KMS, BACKUP, JEDLIK)

# Each protocol has the errors of requests that name no known operation. The most specific protocol
# comes first. JSON accepts every POST without a body, so it is last.
PROTOCOLS: Final[Mapping[WireProtocol, Mapping[str, Row]]] = {
    JSON_1_0: errors_with(),
    JSON_1_1: json_errors({}),
    BACKUP_REST: rest_errors({}),
    EC2_QUERY: EC2_COMMON,
    QUERY: QUERY_COMMON,
    JSON: errors_with(),
}
