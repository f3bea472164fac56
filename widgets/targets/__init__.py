"""Whom a case can be sent to."""
