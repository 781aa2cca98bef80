"""`python -m jedlik` is the command `jedlik`."""

import sys

from jedlik.app.cli import main

sys.exit(main())
