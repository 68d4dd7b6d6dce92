"""What the database is asked is written down for those who count it, and for nobody else."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from timeline.models import Actor

pytestmark = pytest.mark.django_db


def test_statements_are_logged_only_while_they_are_counted(settings):
    settings.DEBUG = True
    connection.queries_log.clear()
    assert not Actor.objects.exists() and not connection.queries
    with CaptureQueriesContext(connection) as asked:
        Actor.objects.exists()
    assert len(asked) == 1
