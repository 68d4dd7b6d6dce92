"""Which alias of an actor readers of its language see."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("timeline", "0024_words_in_other_languages")]
    operations = [
        migrations.AlterField(
            "alias",
            "language",
            models.CharField(
                default="en",
                help_text="A code: en, ko, ja, fr. Readers of that language see it.",
                max_length=10,
            ),
        ),
        migrations.AddField(
            "alias",
            "is_preferred",
            models.BooleanField(
                default=False,
                help_text="Shown to readers of its language; else the longest one is.",
                verbose_name="preferred",
            ),
        ),
        migrations.AddConstraint(
            "alias",
            models.UniqueConstraint(
                condition=models.Q(("is_preferred", True)),
                fields=("actor", "language"),
                name="alias_one_preferred",
                violation_error_message="Only one alias of a language can be the preferred one.",
            ),
        ),
    ]
