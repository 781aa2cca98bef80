"""HTTP messages as values.

The edge parses bytes to an `HttpRequest`. The pipeline answers it with an `HttpResponse`, which the
edge turns into bytes.

In reading order:

- `message`: the request and the response
- `content_encoding`: compressed bodies of requests and of answers
- `authority`: the hosts in Host and Origin, and which of them are this machine
- `cors`: the headers that let scripts of other origins read answers (CORS)
"""
