"""Storages: opaque values under ordered keys, in memory or on disk.

The engine uses `interface.Storage` only; it never knows which storage it runs on. In reading order:
`interface` (the five verbs and their values), `memory` (the model that the others are compared
with; `--memory` serves it), `sqlite` (one file, many processes; the default), `shared_epoch` (how
processes learn that their caches are stale), `outages` (what is logged and counted while a storage
fails).
"""
