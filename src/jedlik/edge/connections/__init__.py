"""What connections need, whatever protocol they speak.

- `suspended`: runs a coroutine without a task for as long as it does not suspend.
- `write_buffer`: sends the answers of one turn of the event loop together.
- `limits`: how long a connection may take, and how much all of them may hold.
- `tls_port`: a port that speaks TLS, and refuses plain HTTP in words.
"""
