"""Benchmarks. Every figure that the project claims comes from a result file of this package.

`python -m benchmarks` starts each target: Jedlik, a bare echo server, and the peers (other
implementations of DynamoDB). It loads the same items into each of them, sends signed requests in
closed and open loop, and writes one JSON file to `benchmarks/results`. `python -m benchmarks
--report` renders the newest file as `docs/benchmarks.md`. `python -m benchmarks --install-peers`
installs the peers into a cache folder outside the repository. All load goes to loopback addresses.

Packages and modules: `http` is the benchmark over HTTP; its docstring gives the reading order.
`micro/storage.py` measures the storages alone, `vectors.py` the search of vectors, `identities.py`
a server with many users, `console.py` the pages of the console with very much.
"""
