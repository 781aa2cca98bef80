"""Runs commands of the AWS CLI one after the other: `python -m tests.api.aws_commands COMMANDS`.

COMMANDS is a JSON list of lists of arguments. The results are printed as JSON: for each command its
exit status and what it printed to standard output and standard error. A process of its own for each
command would spend most of its time on importing the CLI.
"""

import contextlib
import io
import json
import sys

from awscli.clidriver import create_clidriver


def result(arguments: list[str]) -> tuple[int, str, str]:
    """Runs one command. Returns its exit status and its output."""
    output, errors = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(output), contextlib.redirect_stderr(errors):
        status = create_clidriver().main(arguments)
    return status, output.getvalue(), errors.getvalue()


if __name__ == "__main__":
    print(json.dumps([result(each) for each in json.loads(sys.argv[1])]))
