"""The values of the service.

An attribute value keeps its wire form from the request to the disk and back. In reading order:
`attribute_value` (the type), `number` (canonical decimal text), `base64` (of binaries), `value`
(validation, sizes, comparison), `vector`, `stored_item` (bytes on disk), `arn`, `stream` (streams
and shards), `table_record` (what the catalog keeps), `table` (what of it requests need), `tag`.
"""
