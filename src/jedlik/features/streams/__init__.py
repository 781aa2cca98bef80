"""Streams: the changes of the items of a table, in the order of their commits, for a day.

A stream is divided into shards. The record of the table lists the open ones, so a commit of an item
knows to which shard its stream record belongs, and appends it (`engine.change_log`). Clients name a
stream by its ARN (`name`) and read its shards. A change of the table's record begins a stream, ends
it, or replaces its open shards by new ones (`change`). The job `roll_shards` replaces open shards
every four hours. The job `trim_streams` erases records that are older than a day, also those of
deleted tables.

In reading order: `records` (streams and shards as stored), `stream_record` (one change of an item),
`change`, `description`, `name`, `roll_shards`, `trim_streams`, `verify`, `feature`.
"""
