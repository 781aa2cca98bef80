"""The wire: how names, bodies and errors of the API are written in HTTP messages.

Flow: `headers` finds out which operation is asked for and in which media type to answer,
`json_1_0` turns the body into a dict and the answer into bytes, `errors` writes a refusal,
`iterators` the positions that readers of streams pass around.
Everything here takes bytes and returns bytes; it has never heard of a socket.
"""
