"""Modal dialogs: they answer one question and close."""
