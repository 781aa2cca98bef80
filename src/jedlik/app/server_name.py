"""The name of a server. A data folder that one server uses admits only workers with its name.

See `storage.sqlite.server_lock`. The name contains process and machine, so that the operator can
find the server that uses a folder. Inside a container the machine is the container.
"""

import os
import secrets


def server_name() -> str:
    """Returns a name that no other server has, on any machine."""
    return f"process {os.getpid()} on {os.uname().nodename}, id {secrets.token_hex(16)}"
