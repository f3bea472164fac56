"""The composition root: one operator's seat, and the command line that scripts use."""
