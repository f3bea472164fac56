"""Qt's view of the live columns: permutations of slots, changed by differences, never reset."""
