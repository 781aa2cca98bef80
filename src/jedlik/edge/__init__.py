"""The edge: connections to clients, HTTP/1.1, metrics and the access log.

A connection reads bytes and parses them to requests. It passes each request to the function
`respond`, which `app` provides, and writes the response as bytes. After each answer it calls the
observers: the metrics and the access log. The edge knows no API.

In reading order:

- `connections`: the parts that do not depend on a protocol: limits, waiting, write buffer, TLS
- `http`: HTTP/1.1
- `metadata`: the metadata endpoint of an instance
- `metrics`: counters of all answers, and the page that shows them to Prometheus
- `access_log`: one line for each answer
"""
