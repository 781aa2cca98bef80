"""Every limit of the service, once, in the form NAME_UNIT = value, with its source.

DG is the Developer Guide, "Quotas" and "Constraints in Amazon DynamoDB". API is the API Reference.
"recorded" means an answer recorded on the real service in October 2026.
"""

from typing import Final

# --- Requests ------------------------------------------------------------------------------------

# The limit holds for the body before and after decompression. Source: Alternator,
# test_manual_requests.py::test_too_large_request_content_length.
REQUEST_BYTES: Final = 16 * 1024 * 1024  # API: body of a request; a larger one is answered 413
FORM_PARAMETERS: Final = 10_000  # ours: of one request to a query API
CONSTRAINT_ERRORS: Final = 10  # reported in one answer; dynalite's recorded tests

# --- Items and values ----------------------------------------------------------------------------

ITEM_BYTES: Final = 400 * 1024  # DG; recorded: 409,600 is accepted, one byte more is not
ITEM_LEVELS: Final = 31  # recorded: maps and lists around a value; DG counts it too: 32
# Recorded: the older layer allows one level more in an expression value (see types.value.Layer).
OLDER_EXPRESSION_VALUE_LEVELS: Final = 32
# Recorded: the current layer answers a value of 61 levels, the older layer one of 63. No answer is
# recorded for 62. We assume the current layer: the body then has 127 levels of JSON, with 63 it has
# 129.
CURRENT_LAYER_JSON_LEVELS: Final = 128
COLLECTION_OVERHEAD_BYTES: Final = 3  # for a list or map; recorded in charges of UpdateItem, and DG
ELEMENT_OVERHEAD_BYTES: Final = 1  # for each element of a list or map; likewise

NUMBER_DIGITS: Final = 38  # DG; recorded: 39 are refused
NUMBER_MAGNITUDE_MAX: Final = 125  # DG: 9.9999999999999999999999999999999999999E+125
NUMBER_MAGNITUDE_MIN: Final = -130  # DG: 1E-130

PARTITION_KEY_BYTES: Final = 2048  # DG; recorded
SORT_KEY_BYTES: Final = 1024  # DG
ATTRIBUTE_NAME_BYTES: Final = 65535  # DG: 64 KB less one; dynalite's and Alternator's tests
KEY_ATTRIBUTE_NAME_CHARACTERS: Final = 255  # DG: names of key attributes

# --- Expressions ---------------------------------------------------------------------------------

EXPRESSION_BYTES: Final = 4096  # DG; recorded: 4,097 are refused, on the text as sent
EXPRESSION_OPERATORS: Final = 300  # DG: operators and functions in one expression
EXPRESSION_NAME_BYTES: Final = 255  # DG: one placeholder, including `#` or `:`
IN_OPERANDS: Final = 100  # DG
PATH_ELEMENTS: Final = 32  # DG: depth of a document path

# --- Operations on items -------------------------------------------------------------------------

PAGE_BYTES: Final = 1024 * 1024  # DG: bytes of items that one Query or Scan reads
BATCH_GET_KEYS: Final = 100  # API; recorded
BATCH_GET_BYTES: Final = 16 * 1024 * 1024  # API: size of the answer of one BatchGetItem
BATCH_WRITE_REQUESTS: Final = 25  # API; recorded
TRANSACT_ACTIONS: Final = 100  # API; recorded
TRANSACT_BYTES: Final = 4 * 1024 * 1024  # API: size of all items of one transaction
CLIENT_REQUEST_TOKEN_CHARACTERS: Final = 36  # API; recorded
CLIENT_REQUEST_TOKEN_SECONDS: Final = 600  # API: how long a token identifies its request
SCAN_SEGMENTS: Final = 1_000_000  # API; recorded
ATTRIBUTES_TO_GET: Final = 255  # dynalite's recorded tests

STATEMENT_CHARACTERS: Final = 8192  # API: length of one PartiQL statement
NEXT_TOKEN_CHARACTERS: Final = 32768  # API, ExecuteStatement
BATCH_STATEMENTS: Final = 25  # API, BatchExecuteStatement
STATEMENT_READS: Final = 50  # captured (floci): ranges of keys. DG has it for values in an IN
IN_PAGE_VALUES: Final = 10  # DG, "PartiQL operators": values of an IN that one page looks up

READ_UNIT_BYTES: Final = 4096  # DG, "Read/write capacity mode"
WRITE_UNIT_BYTES: Final = 1024  # likewise

# --- Tables --------------------------------------------------------------------------------------

TABLE_NAME_CHARACTERS_MIN: Final = 3  # DG
TABLE_NAME_CHARACTERS_MAX: Final = 255  # DG
TABLE_ARN_CHARACTERS_MAX: Final = 1024  # API: a TableName that is an ARN
INDEX_NAME_CHARACTERS_MIN: Final = 3  # DG
INDEX_NAME_CHARACTERS_MAX: Final = 255  # DG
KEY_SCHEMA_ELEMENTS: Final = 2  # API
INDEX_KEY_ATTRIBUTES_PER_ROLE: Final = 4  # DG; recorded: HASH, likewise RANGE, in a global index
INDEX_KEY_SCHEMA_ELEMENTS: Final = 8  # API: up to 4 HASH and 4 RANGE attributes of a global index
LOCAL_SECONDARY_INDEXES: Final = 5  # DG
GLOBAL_SECONDARY_INDEXES: Final = 20  # DG
VECTOR_INDEXES: Final = 5  # recorded
VECTOR_DIMENSIONS: Final = 4096  # recorded
VECTOR_INLINE_FILTERS: Final = 18  # in one index (AWS, agent-toolkit-for-aws, August 2026)
SEARCH_RESULTS: Final = 100  # recorded: the largest TopK
# DG: all items with one partition key, and their entries in local indexes
ITEM_COLLECTION_BYTES: Final = 10 * 1024 * 1024 * 1024
NON_KEY_ATTRIBUTES: Final = 100  # DG: projected by all local and global indexes of a table together
NON_KEY_ATTRIBUTES_PER_INDEX: Final = 20  # API, Projection
CAPACITY_UNITS_MAX: Final = 1_000_000_000_000  # dynalite's recorded tests: more is "out of bounds"
TABLE_CAPACITY_UNITS: Final = 40_000  # DG: default quota of one table, as DescribeLimits returns it
ACCOUNT_CAPACITY_UNITS: Final = 80_000  # DG: default quota of an account, likewise
RESTORES_PER_ACCOUNT: Final = 50  # recorded answer, October 2026
IMPORTS_PER_ACCOUNT: Final = 50  # API, LimitExceededException: imports at the same time
IMPORT_ERROR_LINES: Final = 1_000  # ours: stored lines about the errors of one import
BULK_OPERATIONS_PER_ACCOUNT: Final = 50  # ours: at the same time, as for imports
BULK_WRITE_UNITS_MIN: Final = 1024  # API, StartBulkPutItems: MaxWriteRequestUnits
KMS_KEY_ID_CHARACTERS_MAX: Final = 2048  # API, S3SseKmsKeyId
LIST_IMPORTS_PAGE: Final = 25  # API, ListImports
LIST_IMPORTS_PAGE_DEFAULT: Final = 10  # recorded answer, October 2026
IMPORT_ARN_CHARACTERS_MIN: Final = 37  # API
IMPORT_ARN_CHARACTERS_MAX: Final = 1024  # API
IMPORT_TOKEN_CHARACTERS_MIN: Final = 112  # API, ListImports: NextToken
IMPORT_TOKEN_CHARACTERS_MAX: Final = 1024  # API
BUCKET_NAME_CHARACTERS_MAX: Final = 255  # API, S3Bucket
KEY_PREFIX_CHARACTERS_MAX: Final = 1024  # API, S3KeyPrefix
CSV_HEADERS: Final = 255  # API, CsvOptions
CSV_HEADER_CHARACTERS: Final = 65_536  # API, CsvOptions
BACKUPS_UNDER_WAY: Final = 50  # ours, for each table: 24 at a time were recorded to succeed
BACKUP_NAME_CHARACTERS_MIN: Final = 3  # API, CreateBackup
BACKUP_NAME_CHARACTERS_MAX: Final = 255  # API
BACKUP_ARN_CHARACTERS_MIN: Final = 37  # API
BACKUP_ARN_CHARACTERS_MAX: Final = 1024  # API
LIST_BACKUPS_PAGE: Final = 100  # API
EXPORTS_PER_ACCOUNT: Final = 300  # DG, "Service quotas": under way at the same time
EXPORT_ARN_CHARACTERS_MIN: Final = 37  # API, DescribeExport
EXPORT_ARN_CHARACTERS_MAX: Final = 1024  # API
EXPORT_WINDOW_SECONDS_MIN: Final = 15 * 60  # DG: of an incremental export; recorded
EXPORT_WINDOW_SECONDS_MAX: Final = 24 * 3600  # DG
EXPORT_TOKEN_SECONDS: Final = 8 * 3600  # API, ExportTableToPointInTime: life of a ClientToken
EXPORT_TOKEN_CHARACTERS: Final = 1024  # ours: the model has no limit
EXPORT_FILTER_BYTES: Final = 2 * 1024 * 1024  # DG, "Filtering a table export": of its values
EXPORT_STORED_DAYS: Final = 90  # API, ListExports
LIST_EXPORTS_PAGE_MAX: Final = 25  # API
LIST_EXPORTS_PAGE: Final = 10  # recorded: without MaxResults
S3_BUCKET_CHARACTERS: Final = 255  # API
S3_PREFIX_CHARACTERS: Final = 1024  # API
S3_KMS_KEY_ID_CHARACTERS: Final = 2048  # API
RECOVERY_PERIOD_DAYS_MAX: Final = 35  # API, UpdateContinuousBackups
TABLES_PER_ACCOUNT: Final = 2_500  # DG
LIST_TABLES_PAGE: Final = 100  # API
TAGS: Final = 50  # DG: tags of one resource
TAG_KEY_CHARACTERS: Final = 128  # DG
TAG_VALUE_CHARACTERS: Final = 256  # DG
TIME_TO_LIVE_ATTRIBUTE_NAME_CHARACTERS: Final = 255  # API
TIME_TO_LIVE_PAST_SECONDS: Final = 5 * 365 * 86_400  # DG: if expired earlier, not deleted

# --- Streams -------------------------------------------------------------------------------------

STREAM_RETENTION_SECONDS: Final = 24 * 3600  # DG: for records, and for a disabled stream
SHARD_SECONDS: Final = 4 * 3600  # how long a shard accepts records; observed, not documented
PARTITION_READ_UNITS: Final = 3_000  # DG, "Partitions": units that one partition serves in a second
PARTITION_WRITE_UNITS: Final = 1_000  # likewise; a stream has a shard for each partition
SHARD_ITERATOR_SECONDS: Final = 15 * 60  # API, GetShardIterator
SHARD_ITERATOR_CHARACTERS: Final = 2048  # API
SHARD_ID_CHARACTERS_MIN: Final = 28  # API
SHARD_ID_CHARACTERS_MAX: Final = 65  # API
SEQUENCE_NUMBER_CHARACTERS_MIN: Final = 21  # API
SEQUENCE_NUMBER_CHARACTERS_MAX: Final = 40  # API
STREAM_ARN_CHARACTERS_MIN: Final = 37  # API
STREAM_ARN_CHARACTERS_MAX: Final = 1024  # API
GET_RECORDS_RECORDS: Final = 1_000  # API, GetRecords
GET_RECORDS_BYTES: Final = 1024 * 1024  # API, GetRecords
DESCRIBE_STREAM_SHARDS: Final = 100  # API, DescribeStream
LIST_STREAMS_PAGE: Final = 100  # API, ListStreams

# --- Access control ------------------------------------------------------------------------------

# Recorded in ack-api-quirks, entry 211: including white space.
RESOURCE_POLICY_BYTES: Final = 20_480
RESOURCE_ARN_CHARACTERS: Final = 1_283  # API, PutResourcePolicy
REVISION_ID_CHARACTERS: Final = 255  # API, PutResourcePolicy

# --- Encryption keys -----------------------------------------------------------------------------

ENCRYPTION_KEYS: Final = (
    100_000  # KMS Developer Guide, "Resource quotas": of an account in a Region
)
ALIASES_OF_A_KEY: Final = 50  # likewise
KEY_POLICY_BYTES: Final = 32_768  # likewise
ENCRYPTION_CHANGES: Final = 4  # recorded in ack-api-quirks, entry 142: of a table in 24 hours
ENCRYPTION_CHANGE_SECONDS: Final = 21_600  # likewise: between further changes
