"""The department workspace."""
