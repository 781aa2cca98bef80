"""Resource-based policies: documents of tables and streams that say who may use them.

The policy of a table is a member of its record, so no request reads it alone, and it is deleted
with the table. The policy of a stream is an entry next to that of the stream, and is deleted with
it. A document is stored in the canonical form in which the service shows it. Every change gives the
policy another revision id, which a client can name to make sure that it changes what it has read.

In reading order:

- `resource`: the table or stream that an ARN names
- `rules`: revisions, equivalent documents and changes that are under way
- `documents`: from the text of a request to what is stored, and back
- `change`: puts and deletes a policy, of a table or a stream
- `lookup`: the policies that take part in a decision, and what clients read
- `feature`: its row
"""
