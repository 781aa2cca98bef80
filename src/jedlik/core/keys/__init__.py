"""Keys: how items are addressed in ordered storages.

`space` (kinds of data) -> `key` (Key, Span) -> `encode` (order-preserving bytes of S, N, B) ->
`primary_key` and `index_key` (from attributes to Keys, with the service's errors) -> `ranges`;
`position` (where entries stand that are kept in the order of their commits).
"""
