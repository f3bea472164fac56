"""All SQL of the program: schema, engine, the door with its guard, queries, feed adapters."""
