"""Benchmarks: every figure the project claims comes from a result file that this package wrote.

`python -m benchmarks` starts each target (jedlik, a bare echo, the peers), loads the same table
into it, signs real requests, drives it in closed and open loop, and writes one JSON file to
`benchmarks/results`. `python -m benchmarks --report` renders the newest file as
`docs/benchmarks.md`. `python -m benchmarks --install-peers` installs the peers into a cache folder
outside the repository. Loads go to loopback addresses only.

Modules: `http` holds the HTTP benchmark; its own docstring gives the reading order.
"""
