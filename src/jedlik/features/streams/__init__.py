"""Streams: the changes of the items of a table, in the order of their commits, for a day.

A change of a table's record begins, rolls or ends a stream (`change`). The record lists the open
shards, so a commit knows where its record goes and appends it (`engine.change_log`). Readers find a
stream by its ARN (`name`). `roll_shards` replaces shards every four hours; `trim_streams` erases
records that are older than a day, also those of deleted tables.

In reading order: `records` (streams and shards as stored), `stream_record` (one change of an item),
`change`, `description`, `name`, `roll_shards`, `trim_streams`, `verify`, `feature`.
"""
