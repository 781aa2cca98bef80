"""Tries to break a server and its data, in every way that is known to break databases.

Each kind is a test with a small size that runs in `make test`. `make torture` runs all of them, and
related tests of other packages, with large sizes and new seeds, and prints figures
(`tests.robustness.__main__`). docs/reliability.md says what is promised and what was measured.

- `faulty_disk`, `disturbed_runs`, `test_disturbed_runs`: a layer below SQLite fails, loses power,
  or ends the process, at any of its calls;
- `test_system_calls`: strace makes the system calls of a running server fail;
- `folders`, `test_damage`: pages of every kind and the log are damaged, encrypted or not;
- `test_killed_restores`: processes that restore tables are killed at any point;
- `test_restores_on_postgresql`: two servers, whose clocks differ, write to one database;
- `test_damaged_work`: a page that background work needs is damaged;
- `shifted_clock`, `test_clock_steps`: the clock is wrong, and steps;
- `namespaces`, `test_full_disk`, `test_containers`: a small disk that becomes full, two containers
  that share a volume;
- `refused_releases`, `test_refused_releases`: the system does not release locks;
- `test_stopped_processes`: a worker is stopped, or the whole server;
- `faulty_network`, `traders`, `test_database_faults`, `test_failover`: two nodes on one PostgreSQL,
  while nodes, the network and the database fail, and while a standby takes over;
- `stream_readers`, `test_stream_readers`: readers of a stream while two nodes write;
- `test_memory`: large writes while the disk is stalled;
- `test_hostile_files`, `test_malformed_http`: files and bytes of an attacker.

Elsewhere: kills of whole servers, and every order in which processes can run (tests/simulation);
changed requests (tests/fuzz); signals and workers that die (tests/app/test_parent.py).
"""
