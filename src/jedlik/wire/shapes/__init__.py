"""Shapes: what a request may look like, and what the service says when it does not.

A request is checked in two phases. Its JSON types come first: a wrong one is a
SerializationException. Constraints on members come second, all of them, and make one
ValidationException. What several members must fulfil together is the operation's own business.

Modules, in reading order: `constraints` (one rule, and its wording), `serialization` (texts of
phase one), `shape` (what a shape does), `scalars`, `structure` (lists, maps, structures),
`attribute_value` (written for speed), `request` (faults into one answer), `strict_request` (a body
read by a strict parser), `members` (what operations share), `requests` (one declaration per
operation).
"""
