"""pmtui: product work in the terminal, from customer problem to roadmap, as files in your git repository."""

__version__ = "0.1.0"
