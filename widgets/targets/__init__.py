"""Targets of a dispatch: departments and crews."""
