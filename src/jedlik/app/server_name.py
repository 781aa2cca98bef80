"""The name of a server, by which a data folder admits its workers and no others.

See `storage.sqlite.server_lock`. Process and machine are for the operator, who wants to find the
server that uses a folder; inside a container the machine is the container.
"""

import os
import secrets


def server_name() -> str:
    """Return a name that no other server has, wherever it runs."""
    return f"process {os.getpid()} on {os.uname().nodename}, id {secrets.token_hex(16)}"
