"""The command `jedlik import-errors`: what was wrong with the records of an import."""

import sys
from typing import Final

from jedlik.app.client import Endpoint, call_jedlik

_ARN_REGION_AT: Final = 3


def print_import_errors(endpoint: Endpoint, arn: str) -> int:
    """Prints the stored lines about the errors of an import. Returns 0."""
    parts = arn.split(":")
    if len(parts) > _ARN_REGION_AT and parts[_ARN_REGION_AT]:
        endpoint = endpoint._replace(region=parts[_ARN_REGION_AT])
    start: int | None = 0
    while start is not None:
        answer = call_jedlik(endpoint, "ListImportErrors", ImportArn=arn, Start=start)
        for line in answer["Lines"]:
            sys.stdout.write(line + "\n")
        start = answer.get("Next")
    return 0
