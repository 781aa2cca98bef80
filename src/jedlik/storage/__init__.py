"""Storages: opaque values under ordered keys, in memory or on disk.

A storage has five verbs: read, scan, transact, erase, close. The engine uses only the interface and
does not know which storage it runs on. To write, the engine calls `transact` with some keys and a
pure function. In one transaction the storage reads the values under the keys, passes them to the
function, and writes the mutations that it returns.

In reading order:

- `interface`: the five verbs and their values
- `entry_listing`: all entries of a storage with their keys, for `jedlik move`
- `memory`: the storage of `--memory`, and the model with which the others are compared
- `encrypted`: a storage around another one, which encrypts the values of some tables
- `sqlite`: one file for many processes; the default
- `postgresql`: one database for the servers of many machines
- `shared_epoch`: how the processes of a server find out that their caches are stale
- `watched_epoch`: how the servers of a database find out the same
- `outages`: what is logged and counted while a storage fails
"""
