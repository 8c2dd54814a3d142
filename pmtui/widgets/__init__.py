"""Reusable parts of screens; they know records, never the store."""
