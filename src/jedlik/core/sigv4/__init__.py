"""Signature Version 4, as the service checks it.

Flow: `authorization` reads the Authorization header or the query string into a `Claim` (who says
he signed what, when), `verify` checks its date and scope and then the signature itself, for which
`canonical` rebuilds the text that was signed and `signing_key` signs it again.

The time and the secrets are arguments. Whatever depends only on the part of a header that a client
repeats from request to request is computed once and cached.

Source: IAM User Guide, "Create a signed AWS API request"; texts of the errors and their order:
dynalite `index.js`, recorded on the real service, and Alternator `test_authorization.py`.
"""
