"""The record form: every field of a record in one dialog, saved as one change."""
