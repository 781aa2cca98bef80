"""The epoch that workers share: when each sees a commit that one of them makes."""

from jedlik.storage.shared_epoch import SharedEpochs

WORKERS = 3


def test_a_commit_of_one_worker_raises_the_epoch_of_all() -> None:
    epochs = SharedEpochs(WORKERS)
    workers = [epochs.of(number) for number in range(WORKERS)]
    for worker in workers:
        before = worker.now()
        worker.begin()
        assert [each.now() for each in workers] == [before + 1] * WORKERS
        assert [each.stable() for each in workers] == [None] * WORKERS
        worker.finish()
        assert [each.now() for each in workers] == [before + 1] * WORKERS
        assert [each.stable() for each in workers] == [before + 1] * WORKERS


def test_a_commit_in_flight_is_not_hidden_by_those_of_others() -> None:
    epochs = SharedEpochs(WORKERS)
    slow, quick, other = (epochs.of(number) for number in range(WORKERS))
    slow.begin()
    for _ in range(5):
        quick.begin()
        quick.finish()
        assert other.stable() is None
    slow.finish()
    assert other.stable() == other.now()


def test_the_successor_of_a_killed_worker_ends_its_commit() -> None:
    epochs = SharedEpochs(WORKERS)
    killed, other = epochs.of(0), epochs.of(1)
    killed.begin()
    before = other.now()
    assert other.stable() is None
    successor = epochs.of(0)
    assert other.stable() == successor.stable() == before + 1
    successor.begin()
    successor.finish()
    assert other.stable() == before + 2
