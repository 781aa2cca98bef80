"""Operations as plans over a storage.

A request that passed its shape and its check becomes a plan; `commit` is the one path of writes,
`fetch` the one path of pages. The engine awaits the storage and the clock and schedules nothing.
In reading order: `operation`, `context`, `catalog`; `commit` with `writes` and `transactions`,
`fetch` with `page`, `request_expressions`; then by subject `tables`, `indexes`, `vectors`,
`streams`, `partiql`; `operations`, `jobs` (`job` is the record of one), `verify`.
"""
