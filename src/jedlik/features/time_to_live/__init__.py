"""time_to_live."""
