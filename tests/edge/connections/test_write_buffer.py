"""When answers leave."""

from collections.abc import Callable

from jedlik.edge.connections.write_buffer import WriteBuffer
from tests.edge.transport import Connection

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"


class Sender:
    """Counts how often it has to send."""

    def __init__(self) -> None:
        self.sends = 0

    def send(self) -> None:
        self.sends += 1


def test_all_send_once_at_the_end_of_the_turn() -> None:
    later: list[Callable[[], None]] = []
    buffer = WriteBuffer(later.append)
    senders = [Sender() for _ in range(3)]
    for sender in senders:
        buffer.add(sender, 1000)
    assert [sender.sends for sender in senders] == [0, 0, 0]
    (turn,) = later
    turn()
    assert [sender.sends for sender in senders] == [1, 1, 1]
    buffer.add(senders[0], 1)
    assert len(later) == 2


def test_many_or_large_answers_do_not_wait() -> None:
    buffer = WriteBuffer(lambda turn: None)
    many = [Sender() for _ in range(64)]
    for sender in many:
        assert many[0].sends == 0
        buffer.add(sender, 1)
    assert all(sender.sends == 1 for sender in many)
    large = Sender()
    buffer.add(large, 1024 * 1024)
    assert large.sends == 0
    buffer.add(large, 1)
    assert large.sends == 2


def test_a_turn_with_much_to_send_begins_nothing_else() -> None:
    later: list[Callable[[], None]] = []
    buffer = WriteBuffer(later.append)
    for _ in range(4):
        buffer.add(Sender(), 1024 * 1024)
    assert not buffer.has_much
    buffer.add(Sender(), 1)
    assert buffer.has_much
    later.pop()()
    assert not buffer.has_much
    buffer.add(Sender(), 1)
    assert not buffer.has_much


def test_what_was_answered_leaves_before_the_connection_ends() -> None:
    for end in ("eof_received", "finish"):
        connection = Connection()
        connection.protocol.data_received(GET)
        assert connection.written == b""
        getattr(connection.protocol, end)()
        assert connection.statuses == [200]
        connection.take_turns()
        assert connection.statuses == [200]


def test_an_answer_to_a_lost_connection_is_dropped() -> None:
    connection = Connection()
    connection.protocol.data_received(GET)
    connection.protocol.connection_lost(None)
    connection.take_turns()
    assert connection.written == b""


def test_a_refusal_is_written_once_however_late_the_client_reads() -> None:
    connection = Connection()
    connection.protocol.pause_writing()
    connection.feed(b"\x00\r\n\r\n")
    connection.protocol.resume_writing()
    connection.take_turns()
    assert connection.statuses == [400]
    assert connection.transport.calls == ["write_eof"]
