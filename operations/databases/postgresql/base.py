"""PostgreSQL, which may be down, or accept a connection or statement and never answer."""

from __future__ import annotations

from typing import Any

import psycopg
from django.conf import settings
from django.db import OperationalError
from django.db.backends.postgresql import base
from psycopg_pool import PoolTimeout

from operations import databases


class PatientConnection(psycopg.Connection):
    """Closes the connection if the server does not answer in the time allowed."""

    def wait(self, gen, interval=0.1, timeout=None):
        allowed = databases.patience() if timeout is None else timeout
        try:
            return super().wait(gen, interval, allowed)
        except psycopg.errors._WaitTimeout:
            if timeout is None:
                self.pgconn.finish()  # a late answer would be taken for the answer to another statement
                databases.breaker.fail()
                raise psycopg.OperationalError(f"no answer within {allowed:g} seconds") from None
            raise


class Driver:
    """The psycopg driver, with connections that have a time limit."""

    connect = staticmethod(PatientConnection.connect)

    def __getattr__(self, name: str) -> Any:
        return getattr(psycopg, name)


class DatabaseWrapper(databases.Unlogged, base.DatabaseWrapper):
    Database = Driver()

    @property
    def pool(self):
        if options := self.settings_dict["OPTIONS"].get("pool"):
            options["connection_class"] = PatientConnection
        return super().pool

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if databases.serves_pages and (limit := settings.DATABASE_STATEMENT_TIMEOUT):
            params["options"] = f"{params.get('options', '')} -c statement_timeout={limit}s".strip()
        return params

    def get_new_connection(self, conn_params):
        with databases.breaker.attempt(self.Database.Error):
            if self.pool and databases.serves_pages and not databases.breaker.is_closed:
                self._probe(conn_params)  # a pool would keep trying without saying what is wrong
            try:
                with databases.answering_within(databases.ALIVE_WAIT):
                    return super().get_new_connection(conn_params)
            except PoolTimeout:
                if databases.serves_pages and not databases.breaker.is_closed:
                    raise  # its connections were found dead
                self._probe(conn_params)
                raise OperationalError("every connection of the pool is in use") from None

    def _probe(self, conn_params) -> None:
        self.Database.connect(**conn_params).close()
