"""A real PostgreSQL and a real Valkey out of wheels, run as children of ours, for offices without a database server.

POSIX only. Nothing here imports Django: the servers must be up before the settings are read.
"""

from .postgres import Postgres
from .process import EmbeddedError, Lock
from .valkey import Valkey

__all__ = ["EmbeddedError", "Lock", "Postgres", "Valkey"]
