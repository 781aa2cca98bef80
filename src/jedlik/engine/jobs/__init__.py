"""Background jobs: work that outlives its request, shared by all processes over one storage.

`app` starts `runner.keep` once for each row of JOBS. In reading order: `erase_tables` (what deleted
tables held), `erase_tokens`
(expired ClientRequestTokens), `runner` (leases: of several processes one does the work).
"""

from jedlik.engine.job import Job
from jedlik.engine.jobs import erase_tables, erase_tokens

JOBS: tuple[Job, ...] = (erase_tables.JOB, erase_tokens.JOB)
