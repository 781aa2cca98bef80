"""The errors of KMS: each has a row in the table of the API."""

import pytest

from jedlik.apis.kms.api import KMS
from jedlik.core.errors import ServiceError
from jedlik.features.encryption_keys import errors

MADE = [
    *(errors.INVALID_CIPHERTEXT, errors.INCORRECT_KEY, errors.DRY_RUN, errors.INVALID_MARKER),
    *(each("arn") for each in (errors.key_not_found, errors.alias_not_found, errors.disabled)),
    *(errors.pending_deletion("arn"), errors.invalid_state("text")),
    *(
        each("text").error
        for each in (
            *(errors.invalid_key_id, errors.other_region, errors.invalid_arn),
            *(errors.limit_exceeded, errors.unsupported, errors.tag_fault),
        )
    ),
]


@pytest.mark.parametrize("error", MADE, ids=lambda error: error.code)
def test_every_error_has_a_row(error: ServiceError) -> None:
    assert KMS.errors[error.code].http_status == 400
    is_without = error is errors.INVALID_CIPHERTEXT
    assert (error.message is None) is is_without
