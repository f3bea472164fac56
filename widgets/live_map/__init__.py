"""The live map of a workspace."""
