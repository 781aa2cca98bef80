"""Storages: opaque values under ordered keys, kept in memory or on disk.

The engine speaks to `interface.Storage` alone and never learns which storage it has. In reading
order: `interface` (the five verbs and the values they take), `memory` (the reference model, and
what `--memory` serves), `sqlite` (one file, many processes, the default).
"""
