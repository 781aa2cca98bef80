"""The API of KMS is loaded late, and it has the operations and errors of its model."""

import subprocess
import sys

from jedlik.apis.kms.api import KMS
from jedlik.apis.kms.built import BUILT

PROGRAM = """
import sys
import jedlik.app.compose
loaded = [name for name in sys.modules if name.startswith("jedlik.apis.kms.operations")]
loaded += [name for name in sys.modules if name.startswith("cryptography")]
print(", ".join(loaded), end="")
"""


def test_the_names_are_those_of_the_operations() -> None:
    assert sorted(each.name for each in BUILT) == list(KMS.names)


def test_a_server_that_never_uses_keys_does_not_load_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
