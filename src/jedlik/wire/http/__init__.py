"""HTTP messages as values.

- `message`: a request and a response.
- `content_encoding`: compressed bodies, of requests and of answers.
- `cors`: answers for scripts of other origins.
"""
