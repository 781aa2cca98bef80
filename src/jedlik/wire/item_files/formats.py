"""The names of the formats and compressions of files with items, as requests have them."""

from typing import Literal

InputFormat = Literal["DYNAMODB_JSON", "ION", "CSV"]
Compression = Literal["ZSTD", "NONE", "GZIP"]
