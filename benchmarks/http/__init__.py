"""The HTTP benchmark, in reading order.

`music` has the tables and their items, `workload` says what is asked of them, `sign` signs it,
`client` speaks HTTP, `drive` sends it in closed or open loop and takes the latencies, `wrk` does
the closed loop with wrk. `peers` installs and finds the other implementations, `targets` lists all
that can be measured, `process` starts, pauses, weighs and stops one. `table` fills a target with
items and looks at its answers, `fleet` keeps all that were filled. `measure` is the flow of one
run, `result` is the JSON file, `machine` what is said of the machine, `goals` the figures to
reach, `report` the document.
"""
