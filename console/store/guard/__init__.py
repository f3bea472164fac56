"""The guard of PostgreSQL: the door and everything else that a login may call, in PL/pgSQL."""
