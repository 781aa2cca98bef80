"""The greatest size of an HTTP message, and of the parts that have not arrived completely."""

from typing import Final

# The service refuses larger request lines and larger headers with 400. Source: Alternator
# test_manual_requests.py, test_too_large_request_headers and test_too_large_request_line.
HEADERS_BYTES_MAX: Final = 16 * 1024
TARGET_BYTES_MAX: Final = 16 * 1024

# A larger unfinished head is refused while it arrives. The framing and the trailers of a chunked
# body are limited too: to eight bytes for one byte of body, because a chunk of one byte needs six.
UNFINISHED_HEAD_BYTES_MAX: Final = 2 * HEADERS_BYTES_MAX + TARGET_BYTES_MAX
UNFINISHED_BODY_BYTES_FREE: Final = 4 * UNFINISHED_HEAD_BYTES_MAX
CHUNK_FRAMING_FACTOR: Final = 8
