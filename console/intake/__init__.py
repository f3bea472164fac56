"""Import of files of other systems and of a city's own data."""
