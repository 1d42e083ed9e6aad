"""Several servers over one PostgreSQL with a synchronous standby: the same requests, faults of a cluster, one checker."""
