"""The Textual app: it holds the snapshot, dispatches commands and feeds the writer."""
