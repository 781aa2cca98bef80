"""Transactions: several writes on items, all of them or none.

A transaction is one commit. `transaction` gathers the planned actions and words a cancellation with
the reason of each action. `client_token` recognises a request that was sent again; its job erases
old tokens. `feature` is the row.
"""
