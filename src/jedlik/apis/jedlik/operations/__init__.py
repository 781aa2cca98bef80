"""The operations of Jedlik's own API, one file each."""
