"""Names of servers."""

import os

from jedlik.app.server_name import server_name


def test_no_two_names_are_the_same() -> None:
    """Two containers with one host name may each have a process of this number."""
    assert server_name() != server_name()
    assert server_name().startswith(f"process {os.getpid()} on {os.uname().nodename}, id ")
