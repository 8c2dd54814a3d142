"""What product work means: pure code, without I/O, clock, randomness or user interface."""
