"""Tests of pauses: who counts, and who looks."""

from jedlik.core.pauses import PAUSES, free_later, spend, without_pauses


class Looks:
    """Counts how often work looked whether its turn is over."""

    def __init__(self, values: int) -> None:
        self.count = 0
        self._values = values

    def __call__(self) -> int:
        self.count += 1
        return self._values

    def __enter__(self) -> "Looks":
        PAUSES.begin(self, self._values)
        return self

    def __exit__(self, *_: object) -> None:
        PAUSES.end()


def test_work_without_turns_never_looks() -> None:
    spend(1 << 40)
    assert not PAUSES.may_pause


def test_work_looks_after_so_many_values() -> None:
    with Looks(10) as looks:
        for _ in range(10):
            spend(1)
        assert looks.count == 0
        spend(1)
        assert looks.count == 1
        spend(100)
        assert looks.count == 2


def test_work_that_must_not_be_interrupted_looks_afterwards() -> None:
    with Looks(0) as looks:

        def work() -> str:
            spend(1000)
            return "done"

        assert without_pauses(work) == "done"
        assert looks.count == 0
        assert PAUSES.may_pause
        spend(1)
        assert looks.count == 1


def test_without_turns_nothing_changes() -> None:
    assert without_pauses(lambda: PAUSES.may_pause) is False
    assert not PAUSES.may_pause


def test_what_a_long_tuple_contains_is_freed_after_the_work() -> None:
    """Without turns no list is remembered."""
    free_later([1])
    leftovers: list[list[object]] = []
    with Looks(1) as looks:
        PAUSES.begin(looks, 1, leftovers)
        free_later([1, 2])
        without_pauses(lambda: free_later([3]))
        free_later([4])
    assert leftovers == [[1, 2], [4]]
    assert PAUSES.leftovers is None
