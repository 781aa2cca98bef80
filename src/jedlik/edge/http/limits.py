"""How large one HTTP message may be, and the parts of it that have not arrived completely."""

from typing import Final

# The service refuses larger request lines or headers with 400 (Alternator
# test_manual_requests.py, test_too_large_request_headers and _line).
HEADERS_BYTES_MAX: Final = 16 * 1024
TARGET_BYTES_MAX: Final = 16 * 1024

# An unfinished head beyond this size is refused while it arrives. So are the framing and the
# trailers of a chunked body: eight bytes for one byte of body, since a chunk of one byte takes six.
UNFINISHED_HEAD_BYTES_MAX: Final = 2 * HEADERS_BYTES_MAX + TARGET_BYTES_MAX
UNFINISHED_BODY_BYTES_FREE: Final = 4 * UNFINISHED_HEAD_BYTES_MAX
CHUNK_FRAMING_FACTOR: Final = 8
