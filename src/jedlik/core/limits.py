"""Every limit of the service, once: NAME_UNIT = value, with its source.

DG is the Developer Guide, "Quotas" and "Constraints in Amazon DynamoDB"; API is the API Reference;
"recorded" is an answer recorded on the real service in October 2026.
"""

# --- Requests ------------------------------------------------------------------------------------

# Compressed or not (Alternator test_manual_requests.py::test_too_large_request_content_length).
REQUEST_BYTES = 16 * 1024 * 1024  # API, "Low-level API": body of a request; more is answered 413
CONSTRAINT_ERRORS = 10  # member constraints reported by one answer; dynalite's recorded tests

# --- Items and values ----------------------------------------------------------------------------

ITEM_BYTES = 400 * 1024  # DG; recorded: 409,600 is accepted, one byte more is not
ITEM_LEVELS = 31  # recorded: maps and lists round a value; DG counts the value too and says 32
# Recorded: the older layer lets an expression value be one level deeper.
OLDER_EXPRESSION_VALUE_LEVELS = 32
# Recorded: a value of 61 levels is answered by the current layer, one of 63 by the older. Not
# recorded for 62; taken to be current, since its body has 127 levels of JSON, that of 63 has 129.
CURRENT_LAYER_LEVELS = 62
CURRENT_LAYER_JSON_LEVELS = 128
COLLECTION_OVERHEAD_BYTES = 3  # of a list or map; recorded in charges of UpdateItem, and DG
ELEMENT_OVERHEAD_BYTES = 1  # of each element of a list or map; likewise

NUMBER_DIGITS = 38  # DG; recorded: 39 are refused
NUMBER_MAGNITUDE_MAX = 125  # DG: 9.9999999999999999999999999999999999999E+125
NUMBER_MAGNITUDE_MIN = -130  # DG: 1E-130

PARTITION_KEY_BYTES = 2048  # DG; recorded
SORT_KEY_BYTES = 1024  # DG
ATTRIBUTE_NAME_BYTES = 65535  # DG: 64 KB less one; dynalite's and Alternator's tests
KEY_ATTRIBUTE_NAME_CHARACTERS = 255  # DG: names of key attributes

# --- Expressions ---------------------------------------------------------------------------------

EXPRESSION_BYTES = 4096  # DG; recorded: 4,097 are refused, on the text as sent
EXPRESSION_OPERATORS = 300  # DG: operators and functions in an UpdateExpression, and in the others
EXPRESSION_NAME_BYTES = 255  # DG: one placeholder, `#` or `:` included
IN_OPERANDS = 100  # DG
PATH_ELEMENTS = 32  # DG: depth of a document path

# --- Operations on items -------------------------------------------------------------------------

PAGE_BYTES = 1024 * 1024  # DG: items read by one Query or Scan
BATCH_GET_KEYS = 100  # API; recorded
BATCH_GET_BYTES = 16 * 1024 * 1024  # API: answer of one BatchGetItem
BATCH_WRITE_REQUESTS = 25  # API; recorded
TRANSACT_ACTIONS = 100  # API; recorded
TRANSACT_BYTES = 4 * 1024 * 1024  # API: all items of one transaction
CLIENT_REQUEST_TOKEN_CHARACTERS = 36  # API; recorded
CLIENT_REQUEST_TOKEN_SECONDS = 600  # API: how long a token stands for its request
SCAN_SEGMENTS = 1_000_000  # API; recorded
ATTRIBUTES_TO_GET = 255  # dynalite's recorded tests

STATEMENT_CHARACTERS = 8192  # API: the text of one PartiQL statement
NEXT_TOKEN_CHARACTERS = 32768  # API, ExecuteStatement
BATCH_STATEMENTS = 25  # API, BatchExecuteStatement

READ_UNIT_BYTES = 4096  # DG, "Read/write capacity mode"
WRITE_UNIT_BYTES = 1024  # likewise

# --- Tables --------------------------------------------------------------------------------------

TABLE_NAME_CHARACTERS_MIN = 3  # DG
TABLE_NAME_CHARACTERS_MAX = 255  # DG
TABLE_ARN_CHARACTERS_MAX = 1024  # API: a TableName that is an ARN
INDEX_NAME_CHARACTERS_MIN = 3  # DG
INDEX_NAME_CHARACTERS_MAX = 255  # DG
KEY_SCHEMA_ELEMENTS = 2  # API
INDEX_KEY_ATTRIBUTES_PER_ROLE = 4  # DG; recorded: of HASH, and of RANGE, in a global index
INDEX_KEY_SCHEMA_ELEMENTS = 8  # API: up to 4 HASH and 4 RANGE attributes of a global index
LOCAL_SECONDARY_INDEXES = 5  # DG
GLOBAL_SECONDARY_INDEXES = 20  # DG
VECTOR_INDEXES = 5  # recorded
VECTOR_DIMENSIONS = 4096  # recorded
SEARCH_RESULTS = 100  # recorded: TopK
# DG: items of one partition key and their entries in local indexes
ITEM_COLLECTION_BYTES = 10 * 1024 * 1024 * 1024
NON_KEY_ATTRIBUTES = 100  # DG: projected by all local and global indexes of a table together
NON_KEY_ATTRIBUTES_PER_INDEX = 20  # API, Projection
CAPACITY_UNITS_MAX = 1_000_000_000_000  # dynalite's recorded tests: more is "out of bounds"
TABLE_CAPACITY_UNITS = 40_000  # DG: default quota of one table, as DescribeLimits answers
ACCOUNT_CAPACITY_UNITS = 80_000  # DG: default quota of an account, likewise
TABLES_PER_ACCOUNT = 2_500  # DG
LIST_TABLES_PAGE = 100  # API
TAGS = 50  # DG: of one resource
TAG_KEY_CHARACTERS = 128  # DG
TAG_VALUE_CHARACTERS = 256  # DG
TIME_TO_LIVE_ATTRIBUTE_NAME_CHARACTERS = 255  # API
TIME_TO_LIVE_PAST_SECONDS = 5 * 365 * 86_400  # DG: items that expired earlier are left alone

# --- Streams -------------------------------------------------------------------------------------

STREAM_RETENTION_SECONDS = 24 * 3600  # DG: how long records, and a disabled stream, can be read
SHARD_SECONDS = 4 * 3600  # how long a shard takes records; observed, not documented
PARTITION_READ_UNITS = 3_000  # DG, "Partitions": what one partition serves in a second
PARTITION_WRITE_UNITS = 1_000  # likewise; a stream has a shard for each partition
SHARD_ITERATOR_SECONDS = 15 * 60  # API, GetShardIterator
SHARD_ITERATOR_CHARACTERS = 2048  # API
SHARD_ID_CHARACTERS_MIN = 28  # API
SHARD_ID_CHARACTERS_MAX = 65  # API
SEQUENCE_NUMBER_CHARACTERS_MIN = 21  # API
SEQUENCE_NUMBER_CHARACTERS_MAX = 40  # API
STREAM_ARN_CHARACTERS_MIN = 37  # API
STREAM_ARN_CHARACTERS_MAX = 1024  # API
GET_RECORDS_RECORDS = 1_000  # API, GetRecords
GET_RECORDS_BYTES = 1024 * 1024  # API, GetRecords
DESCRIBE_STREAM_SHARDS = 100  # API, DescribeStream
LIST_STREAMS_PAGE = 100  # API, ListStreams
