"""How much memory code goes on using. Caches must not grow with what clients send."""

import gc
import tracemalloc
from collections.abc import Callable


def retained_bytes(step: Callable[[int], object], times: int) -> int:
    """Returns how many more bytes are in use after this many steps than after a first one."""
    step(0)
    gc.collect(1)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        for number in range(1, times + 1):
            step(number)
        gc.collect(1)
        after, _ = tracemalloc.get_traced_memory()
        return after - before
    finally:
        tracemalloc.stop()


def peak_bytes(work: Callable[[], object]) -> int:
    """Returns how many bytes are in use at most while `work` runs, its result included."""
    gc.collect(1)
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        result = work()
        _, peak = tracemalloc.get_traced_memory()
        del result
        return peak - before
    finally:
        tracemalloc.stop()
