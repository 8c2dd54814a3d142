"""Everything that can happen to the data, as named pure functions from a snapshot to a change."""
