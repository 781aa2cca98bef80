"""Storages: opaque values under ordered keys, in memory or on disk.

A storage has five verbs: read, scan, transact, erase, close. The engine uses only the interface and
does not know which storage it runs on. A write is a call of `transact`: the storage reads some keys
and passes their values to a pure function, which returns the mutations to write.

In reading order:

- `interface`: the five verbs and their values
- `memory`: the storage of `--memory`, and the model with which the others are compared
- `sqlite`: one file for many processes; the default
- `shared_epoch`: how processes find out that their caches are stale
- `outages`: what is counted and logged while a storage fails
"""
