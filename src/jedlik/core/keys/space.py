"""The kinds of data. The number is part of the file format: never renumber, never reuse."""

from enum import IntEnum


class Space(IntEnum):
    """Kind of data a key belongs to; the first part of every key, in every storage."""

    CATALOG = 1  # table descriptions, the counter of table ids
    ITEM = 2  # items of tables
    COUNTER = 3  # counts and sizes of tables, indexes and item collections, changed by Add alone
    JOB = 5  # leases of background jobs, work that outlives a restart
    INDEX = 6  # entries of secondary indexes, and marks while one is built
    TOKEN = 9  # ClientRequestTokens of transactions done in the last minutes
    STREAM = 10  # streams by name (table 0), their shards (under the id of the table)
    STREAM_RECORD = 11  # records of streams, by shard, in the order of their commits
    EXPIRY = 12  # items that have a time to live, by that time
    APPEND = 13  # the position of the last Append of the storage
