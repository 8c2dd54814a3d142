"""The command line, built from the command registry. It imports Textual only to open the app."""
