"""Create the first superuser named in the environment, unless there is an account of that name."""

import os

from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction


class Command(BaseCommand):
    help = __doc__

    def handle(self, **options):
        name, email, password = (os.environ.get(f"DJANGO_SUPERUSER_{word}", "") for word in ("USERNAME", "EMAIL", "PASSWORD"))  # fmt: skip
        if not name:
            return self.stdout.write("no superuser: DJANGO_SUPERUSER_USERNAME is not set")
        if User.objects.filter(username=name).exists():
            return self.stdout.write(f"{name} already exists and was left unchanged")
        user = User(username=name, email=email)
        try:
            user.clean_fields(exclude=["password"])
            validate_password(password, user)
        except ValidationError as error:
            raise CommandError(f"DJANGO_SUPERUSER_*: {' '.join(error.messages)}") from None
        try:
            with transaction.atomic():
                User.objects.create_superuser(name, email, password)
        except IntegrityError:  # another process was faster
            return self.stdout.write(f"{name} already exists and was left unchanged")
        self.stdout.write(f"superuser {name} created")
