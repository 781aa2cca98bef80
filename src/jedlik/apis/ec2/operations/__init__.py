"""The operations of Amazon EC2, in one file for each kind of thing that they are about."""
