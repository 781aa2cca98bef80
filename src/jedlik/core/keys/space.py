"""The kinds of data. The numbers are part of the file format: never renumber, never reuse one."""

from enum import IntEnum


class Space(IntEnum):
    """The kind of data that a key belongs to: the first part of every key in every storage."""

    CATALOG = 1  # records of tables, and the counter of table ids
    ITEM = 2  # items of tables
    COUNTER = 3  # counts and sizes of tables, indexes and item collections
    JOB = 5  # leases of background jobs, and work that must survive a restart
    INDEX = 6  # entries of secondary indexes, and markers of items while one is built
    TOKEN = 9  # ClientRequestTokens of transactions of the last minutes
    STREAM = 10  # streams by name (table 0), and their shards (under the id of the table)
    CHANGE_LOG = 11  # records of changes of items, by log partition, in the order of their commits
    EXPIRY = 12  # one entry for each item with a time to live, in order of that time
    APPEND = 13  # the position of the last Append to the storage
    IDENTITY = 14  # users, roles, policies, access keys and other records of access control
    ENCRYPTION_KEYS = 15  # keys, aliases and due work of KMS, and data keys of deleted tables
    INSTANCES = 16  # instances, key pairs and launches of EC2
    LOG_PARTITION = 17  # the partitions of the change log that the history of a table needs
    OVERLAY = 18  # old images of items, while a table is read as it was at a moment
    BACKUP = 19  # entries of backups
    BACKUP_BLOCK = 20  # compressed items of backups, under the id of the table
    EXPORT = 21  # exports, their tokens, and the data files of those that are being made
    IMPORT = 22  # imports and bulk operations, their tokens (table 0), and lines about their errors
    BACKUP_PLANS = 23  # vaults, plans, jobs and recovery points of AWS Backup
