"""HTTP messages as values.

The edge makes an `HttpRequest` from bytes, and bytes from an `HttpResponse`. The pipeline makes the
response. In reading order:

- `message`: the request and the response
- `content_encoding`: compressed bodies of requests and of answers
- `cors`: the headers that let scripts of other origins read answers
"""
