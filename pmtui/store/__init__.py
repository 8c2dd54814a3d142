"""Files, locks, caches and TinyDB: the only place that touches the disk."""
