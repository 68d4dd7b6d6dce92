"""SQLite, whose file may be locked for long: visitors' pages wait less for it than writers do."""

from __future__ import annotations

from typing import Any

from django.db.backends.sqlite3 import base

from operations import databases


class DatabaseWrapper(databases.Unlogged, base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        if databases.serves_pages and databases.in_a_hurry.get():
            params["timeout"] = min(params.get("timeout", 5.0), databases.LOCK_WAIT)
        return params

    def get_new_connection(self, conn_params):
        with databases.breaker.attempt(self.Database.Error):
            return super().get_new_connection(conn_params)
