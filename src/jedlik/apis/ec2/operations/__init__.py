"""The operations of Amazon EC2, one file each."""
