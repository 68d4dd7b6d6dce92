"""The first superuser: created once from the environment, then left alone."""

from io import StringIO

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command

pytestmark = [pytest.mark.django_db, pytest.mark.once]
WORDS = {"USERNAME": "first", "EMAIL": "first@example.org", "PASSWORD": "correct horse battery"}


@pytest.fixture
def ensure(monkeypatch, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

    def run(**words):
        for name, word in {**WORDS, **words}.items():
            monkeypatch.setenv(f"DJANGO_SUPERUSER_{name}", word)
        out = StringIO()
        call_command("ensure_superuser", stdout=out)
        return out.getvalue().strip()

    return run


def test_it_is_made_once_and_what_was_changed_stays(ensure):
    assert ensure() == "superuser first created"
    user = User.objects.get()
    assert user.is_superuser and user.is_staff and user.check_password(WORDS["PASSWORD"])
    user.set_password("another one of mine")
    user.is_superuser = False
    user.save()
    assert ensure() == "first already exists and was left unchanged"
    user.refresh_from_db()
    assert user.check_password("another one of mine") and not user.is_superuser


def test_none_is_made_where_none_is_named(ensure):
    assert "no superuser" in ensure(USERNAME="")
    assert not User.objects.exists()


@pytest.mark.parametrize("words", [{"PASSWORD": ""}, {"PASSWORD": "12345"}, {"PASSWORD": "first@example.org"}, {"USERNAME": "two words!"}, {"EMAIL": "nowhere"}])  # fmt: skip
def test_a_weak_password_or_a_bad_name_makes_none(ensure, words):
    with pytest.raises(CommandError, match="DJANGO_SUPERUSER_"):
        ensure(**words)
    assert not User.objects.exists()
