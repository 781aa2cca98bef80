"""The benchmark over HTTP.

In reading order:

- `music`: the tables and their items; `workload`: the measured operations; `sign`: their signatures
- `client`: one HTTP connection; `drive`: sends requests in closed or open loop and measures
  latencies; `wrk`: the closed loop with wrk
- `peers`: installs and finds the other implementations; `targets`: everything that can be measured;
  `process`: one server process
- `table`: fills a target with items and checks its answers; `fleet`: all filled targets of a run
- `parameters`: the choices of a run; `measure`: the flow of a run
- `result`: the JSON file; `machine`: facts about the machine; `goals`: the figures to reach;
  `report`: the document
- `echo`: the bare echo server
"""
