"""The tables of articles and their ingestion as they are since 0006, and what Curators and Editors may do with them."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GRANTED = {
    "view_article": ("article", "Can view article"),
    "view_ingestrun": ("ingestrun", "Can view ingest run"),
    "view_ingestfailure": ("ingestfailure", "Can view ingest failure"),
    "add_ingestrun": ("ingestrun", "Can add ingest run"),
    "change_ingestfailure": ("ingestfailure", "Can change ingest failure"),
}


def grant(apps, schema_editor):
    ContentType, Permission = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for codename, (model, name) in GRANTED.items():
        content_type, _ = ContentType.objects.get_or_create(app_label="articles", model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        for group in apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]):
            group.permissions.add(permission)


def withdraw(apps, schema_editor):
    granted = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles", codename__in=GRANTED
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]):
        group.permissions.remove(*granted)


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('articles', '0001_articles'),
        ('articles', '0002_groups_view'),
        ('articles', '0003_intake'),
        ('articles', '0004_intake_groups'),
        ('articles', '0005_queue_and_marks'),
        ('articles', '0006_article_versions'),
    ]

    dependencies = [
        ('timeline', '0001_squashed_0018_no_passage_reason'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IngestRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField(auto_now_add=True)),
                ('finished_at', models.DateTimeField(blank=True, null=True)),
                ('rules_version', models.CharField(max_length=20)),
                ('created', models.PositiveIntegerField(default=0, help_text='Events.')),
                ('cited', models.PositiveIntegerField(default=0, help_text='Citations.')),
                ('unchanged', models.PositiveIntegerField(default=0, help_text='Articles already known.')),
                ('failed', models.PositiveIntegerField(default=0, help_text='Articles that could not be read.')),
                ('changed', models.PositiveIntegerField(default=0, help_text='Events that are told otherwise than before.')),
                ('withheld', models.PositiveIntegerField(default=0, help_text='Changes of what is published that wait for an Editor.')),
                ('withdrawn', models.PositiveIntegerField(default=0, help_text='Passages that their articles have no longer.')),
                ('articles_read', models.PositiveIntegerField(default=0)),
                ('beat_at', models.DateTimeField(blank=True, help_text='The last sign of life of what reads it.', null=True)),
                ('given', models.JSONField(blank=True, default=dict, help_text='What was said of all its inputs.')),
                ('inputs', models.PositiveIntegerField(default=0, help_text='Files, texts and addresses handed in.')),
                ('inputs_read', models.PositiveIntegerField(default=0)),
                ('stopped_because', models.CharField(blank=True, default='', max_length=500)),
                ('queued_at', models.DateTimeField(blank=True, help_text='When the last of its batches was queued for the workers.', null=True)),
                ('asked_by', models.ForeignKey(blank=True, help_text='Who handed the articles in; nobody for the command line.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-started_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Article',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('content_hash', models.CharField(help_text='SHA-256 of what was read, to see whether it changed.', max_length=64)),
                ('rules_version', models.CharField(max_length=20)),
                ('ingested_at', models.DateTimeField(auto_now=True)),
                ('edition', models.PositiveIntegerField(default=1, help_text='How many versions of it were read.')),
                ('marks', models.JSONField(default=list, help_text='Names and days by which the same news is known.')),
                ('looks_ahead', models.BooleanField(default=False, help_text='It tells what is to come.')),
                ('noted', models.CharField(blank=True, default='', help_text='As what its marks were noted.', max_length=90)),
                ('day_sought', models.BooleanField(default=False, help_text='Its day is to be inferred anew: news of the same kind has come.')),
                ('source', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='article', to='timeline.source')),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='articles', to='articles.ingestrun')),
            ],
            options={
                'ordering': ['-ingested_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='NewsMark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('mark', models.BigIntegerField(help_text='articles.extraction.published.mark_key')),
                ('is_dated', models.BooleanField(help_text='The article states its day.')),
                ('rank', models.BigIntegerField()),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='news_marks', to='articles.article')),
            ],
        ),
        migrations.CreateModel(
            name='QueuedBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('articles', models.TextField(help_text='A JSON list.')),
                ('publish', models.BooleanField(default=False)),
                ('tries', models.PositiveIntegerField(default=0, help_text='How often a worker has begun it.')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='batches', to='articles.ingestrun')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(blank=True, default='', max_length=1000)),
                ('content', models.BinaryField(default=b'')),
                ('origin', models.CharField(max_length=1100)),
                ('is_article', models.BooleanField(default=False, help_text='The content is one article as it was queued, not a file.')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='uploads', to='articles.ingestrun')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.CreateModel(
            name='ArticleVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('edition', models.PositiveIntegerField(help_text='1 for the first that was read.')),
                ('text', models.TextField()),
                ('content_hash', models.CharField(max_length=64)),
                ('origin', models.CharField(blank=True, default='', max_length=1000)),
                ('ingested_at', models.DateTimeField(help_text='When it was read.')),
                ('replaced_at', models.DateTimeField(auto_now_add=True)),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='articles.article')),
            ],
            options={
                'ordering': ['article', '-edition'],
                'indexes': [models.Index(fields=['content_hash'], name='article_version_hash_idx')],
                'constraints': [models.UniqueConstraint(fields=('article', 'edition'), name='article_version_unique')],
            },
        ),
        migrations.CreateModel(
            name='IngestFailure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('origin', models.CharField(max_length=1000)),
                ('reason', models.CharField(max_length=1000)),
                ('is_settled', models.BooleanField(default=False, help_text='Tried again, or set aside.')),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='failures', to='articles.ingestrun')),
            ],
            options={
                'ordering': ['id'],
                'indexes': [models.Index(condition=models.Q(('is_settled', False)), fields=['id'], name='ingestfailure_open_idx')],
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('day_sought', True)), fields=['id'], name='article_day_sought_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('noted', '')), fields=['id'], name='article_not_noted_idx'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['content_hash'], name='article_content_hash_idx'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='article_text_not_blank'),
        ),
        migrations.AddIndex(
            model_name='newsmark',
            index=models.Index(fields=['mark', 'is_dated', 'rank', 'article'], name='newsmark_mark_idx'),
        ),
        migrations.AddIndex(
            model_name='upload',
            index=models.Index(fields=['origin'], name='upload_origin_idx'),
        ),
        migrations.RunPython(grant, withdraw),
    ]
