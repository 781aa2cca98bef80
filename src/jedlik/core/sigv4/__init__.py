"""Signature Version 4, verified as the service verifies it.

In reading order, which is also the flow of a request:

- `authorization` reads the Authorization header or the query string into a `Claim`: the access key,
  the date, the signed headers and the signature, none of them verified.
- `verify` checks the date and the scope of the claim, and then the signature.
- `canonical` derives from the request the text that was signed.
- `signing_key` signs this text again, for comparison.
- `sign` signs a request as clients do, for commands that call a server.

The time and the secret are arguments. Clients repeat most of the header in each request. Everything
that depends only on that part is computed once and cached.

Sources: IAM User Guide, "Create a signed AWS API request". Texts and order of the errors: dynalite
`index.js`, recorded on the real service, and Alternator `test_authorization.py`.
"""
