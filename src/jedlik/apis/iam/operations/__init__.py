"""The operations of AWS Identity and Access Management, one file each."""
