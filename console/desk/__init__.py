"""Queries and commands of one operator, one module per noun; the window calls them, never the
reverse.
"""
