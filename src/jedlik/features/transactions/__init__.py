"""Transactions: several writes of items, all of them or none.

A transaction is one commit of several plans. `transaction` collects the plans and makes the error
of a cancellation, which has a reason for each action. `client_token` recognises a request that a
client has sent again. Its job erases old tokens. `feature` is the row in `features.registry`.
"""
