"""Composition root: one operator's seat, and the command line for scripts."""
