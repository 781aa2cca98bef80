"""Vector indexes: `definitions` (rules), `updates` (UpdateTable); searching them: `search`, which
looks at entries (`nearest`) or at partitions in memory (`kept`, `matrix`).
"""
