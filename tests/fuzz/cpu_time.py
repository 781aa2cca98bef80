"""A bound on the work that one request may cause, whatever it says."""

import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

# CPU time of this process: it does not depend on what else the machine does. A usual request takes
# a thousandth of it, also on plain Python.
SLOW_S: Final = 1.0


@contextmanager
def little_work(details: str = "") -> Iterator[None]:
    """Assert that what is done inside takes little CPU time.

    The garbage collector does not look at what other tests of this process have left: a full
    collection of a gigabyte takes longer than the work.
    """
    gc.freeze()
    began_s = time.process_time()
    yield
    taken_s = time.process_time() - began_s
    gc.unfreeze()
    assert taken_s < SLOW_S, f"{taken_s:.1f} s of CPU time {details}"
