"""Demo city: an invented district generated from a seed. Pure data, no database."""
