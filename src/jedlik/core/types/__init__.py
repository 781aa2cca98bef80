"""The values of the service, and the structures of its API.

An attribute value has its wire form from the request to the disk and back. Modules, in reading
order: `attribute_value` (the type), `number` (canonical decimal text), `base64` (of binaries),
`value` (validation, sizes, comparison), `stored_item` (bytes on disk), `arn`, `constraints` (what a
member must be, as annotations of its type), `structures` (what stands inside requests), `echo`
(values that an error repeats).
"""
