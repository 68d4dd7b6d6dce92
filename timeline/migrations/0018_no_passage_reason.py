from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("timeline", "0017_proposed_changes")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="no_passage_reason",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Asked for where it is published with no passage. Readers see it.",
                max_length=500,
                verbose_name="published without a passage because",
            ),
        ),
    ]
