"""The tables of the timeline as they are since 0018, and the groups Curator and Editor with what each may do."""

import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import timeline.models
from django.conf import settings
from django.db import migrations, models

EVERY = ("view", "add", "change", "delete")
EDITED = ("event", "participation", "citation", "actor", "alias", "source", "timeline", "chapter", "pick")
PARTS = ("participation", "alias", "citation")  # a Curator removes these, but no whole record
NAMES = {
    "publish_event": "Can publish events",
    "publish_timeline": "Can publish timelines",
    "ignoredname": "ignored name",
    "proposedchange": "proposed change",
    "formerslug": "former slug",
}


def granted():
    """What each group may do: group, model, action."""
    for model in EDITED:
        for action in EVERY:
            yield "Editor", model, action
            if action != "delete" or model in PARTS:
                yield "Curator", model, action
    for group in ("Curator", "Editor"):
        yield from ((group, "ignoredname", action) for action in ("view", "add", "delete"))
        yield from ((group, model, "view") for model in ("change", "proposedchange", "formerslug"))
    yield from (("Editor", model, "change") for model in ("proposedchange", "formerslug"))
    yield from (("Editor", model, "publish") for model in ("event", "timeline"))


def make_groups(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for group, model, action in granted():
        codename = f"{action}_{model}"
        content_type, _ = ContentType.objects.get_or_create(app_label="timeline", model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=codename,
            defaults={"name": NAMES.get(codename, f"Can {action} {NAMES.get(model, model)}")},
        )
        Group.objects.get_or_create(name=group)[0].permissions.add(permission)


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=["Curator", "Editor"]).delete()


class Migration(migrations.Migration):

    initial = True

    replaces = [
        ('timeline', '0001_timeline'),
        ('timeline', '0002_groups'),
        ('timeline', '0003_indexes_for_counts'),
        ('timeline', '0004_search_text'),
        ('timeline', '0005_merging'),
        ('timeline', '0006_history'),
        ('timeline', '0007_desks'),
        ('timeline', '0008_timelines_desk'),
        ('timeline', '0009_picks_only'),
        ('timeline', '0010_stamps'),
        ('timeline', '0011_curated_sources'),
        ('timeline', '0012_table_uploads'),
        ('timeline', '0013_embed_origins'),
        ('timeline', '0014_split_from'),
        ('timeline', '0015_merges_and_looks_are_kept'),
        ('timeline', '0016_indexes_for_lists'),
        ('timeline', '0017_proposed_changes'),
        ('timeline', '0018_no_passage_reason'),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='IgnoredName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Stamp',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Actor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, unique=True)),
                ('slug', models.SlugField(max_length=200, unique=True)),
                ('kind', models.CharField(choices=[('person', 'Person'), ('state', 'State'), ('organisation', 'Organisation'), ('party', 'Party')], max_length=20)),
                ('description', models.CharField(blank=True, default='', max_length=300)),
                ('is_proposed', models.BooleanField(default=False, help_text='Named by a text and not yet confirmed by a curator.')),
                ('represents', models.ForeignKey(blank=True, help_text='The state, body or party for which this person acts.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='representatives', to='timeline.actor')),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Alias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200)),
                ('language', models.CharField(default='en', max_length=10)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='timeline.actor')),
            ],
            options={
                'verbose_name_plural': 'aliases',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('act', models.UUIDField(help_text='What was changed in one go has the same.')),
                ('author_name', models.CharField(help_text='Kept when the account is gone.', max_length=200)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('record', models.CharField(help_text='The record, such as citation-17.', max_length=60)),
                ('place', models.CharField(help_text='What it is part of, such as event-5, or itself.', max_length=60)),
                ('place_before', models.CharField(blank=True, default='', help_text='What it was part of before, if something else.', max_length=60)),
                ('words', models.CharField(max_length=200)),
                ('verb', models.CharField(choices=[('added', 'Added'), ('changed', 'Changed'), ('removed', 'Removed')], max_length=10)),
                ('before', models.JSONField(default=dict)),
                ('after', models.JSONField(default=dict)),
                ('author', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=220, unique=True)),
                ('kind', models.CharField(choices=[('summit', 'Summit'), ('visit', 'Visit'), ('agreement', 'Agreement'), ('announcement', 'Announcement'), ('election', 'Election'), ('office', 'change of office'), ('conflict', 'Conflict'), ('sanction', 'Sanction'), ('ruling', 'Ruling'), ('protest', 'Protest'), ('anniversary', 'Anniversary'), ('period', 'Period'), ('statement', 'Statement'), ('other', 'Other')], max_length=20)),
                ('status', models.CharField(choices=[('proposed', 'Proposed'), ('published', 'Published'), ('rejected', 'Rejected')], default='proposed', max_length=10)),
                ('edtf', models.CharField(help_text='EDTF: 2024-09-06, 2024-09, 1910/1945, 1907~, 2022/..', max_length=50, validators=[timeline.models.validate_edtf], verbose_name='date')),
                ('earliest', models.DateField(editable=False)),
                ('latest', models.DateField(editable=False)),
                ('precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('season', 'season'), ('year', 'year'), ('decade', 'decade'), ('century', 'century')], editable=False, max_length=10)),
                ('place', models.CharField(blank=True, default='', max_length=200)),
                ('summary', models.TextField(blank=True, default='', help_text="A curator's own words, shown above the citations.")),
                ('is_planned', models.BooleanField(default=False, help_text='Still ahead when its sources were written.')),
                ('is_derived', models.BooleanField(default=False, help_text='The date was worked out, such as from an anniversary.')),
                ('is_disputed', models.BooleanField(default=False, help_text='A citation gives a date that cannot be squared with it.')),
                ('dispute_note', models.TextField(blank=True, default='', help_text='What readers are told where its sources do not agree on the date.')),
                ('no_passage_reason', models.CharField(blank=True, default='', help_text='Asked for where it is published with no passage. Readers see it.', max_length=500, verbose_name='published without a passage because')),
                ('search_text', models.TextField(blank=True, default='', editable=False, help_text='What it is found by; see timeline/record/search.py.')),
                ('before_merge', models.JSONField(blank=True, default=dict, editable=False, help_text='What it brought along, so that a merge can be undone.')),
                ('curated_fields', models.JSONField(blank=True, default=list, editable=False, help_text='Fields that a curator set; ingestion leaves them alone.')),
                ('rules_version', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('published_at', models.DateTimeField(blank=True, editable=False, help_text='When readers first saw it.', null=True)),
                ('withdrawn_at', models.DateTimeField(blank=True, editable=False, help_text='When it was taken off the site again.', null=True)),
                ('withdrawal_reason', models.CharField(blank=True, default='', help_text='What readers are told who come to its address.', max_length=300)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.RESTRICT, related_name='merged', to='timeline.event')),
                ('part_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='parts', to='timeline.event')),
                ('split_from', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='split_off', to='timeline.event')),
            ],
            options={
                'ordering': ['earliest', 'latest', 'id'],
                'permissions': [('publish_event', 'Can publish events')],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=220, unique=True)),
                ('reason', models.CharField(blank=True, default='', max_length=300)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('event', models.ForeignKey(blank=True, help_text='Where it leads; nowhere if the event was withdrawn.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='former_slugs', to='timeline.event')),
            ],
            options={
                'ordering': ['slug'],
            },
        ),
        migrations.CreateModel(
            name='Participation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('participant', 'Participant'), ('host', 'Host'), ('visitor', 'Visitor'), ('signatory', 'Signatory'), ('speaker', 'Speaker'), ('target', 'Target'), ('candidate', 'Candidate'), ('holder', 'office holder')], default='participant', max_length=20)),
                ('actor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='participations', to='timeline.actor')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participations', to='timeline.event')),
            ],
            options={
                'ordering': ['id'],
            },
        ),
        migrations.AddField(
            model_name='event',
            name='actors',
            field=models.ManyToManyField(related_name='events', through='timeline.Participation', to='timeline.actor'),
        ),
        migrations.CreateModel(
            name='Pick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('is_included', models.BooleanField(default=True, verbose_name='shown')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='timeline.event')),
            ],
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(blank=True, default='', max_length=500)),
                ('publisher', models.CharField(blank=True, default='', max_length=300)),
                ('url', models.URLField(blank=True, default='', max_length=1000)),
                ('published', models.DateField(blank=True, null=True)),
                ('published_basis', models.CharField(choices=[('stated', 'stated by the document'), ('inferred', 'inferred from the text'), ('unknown', 'unknown')], default='unknown', max_length=10)),
                ('kind', models.CharField(choices=[('article', 'Article'), ('statement', 'Statement'), ('treaty', 'Treaty'), ('abstract', 'Abstract')], default='article', max_length=20)),
                ('language', models.CharField(default='en', max_length=10)),
                ('origin', models.CharField(blank=True, default='', help_text='The path or address that it was ingested from.', max_length=1000)),
                ('links_to', models.URLField(blank=True, default='', help_text='An address of another site that it points to, and for which it cannot speak.', max_length=1000)),
                ('curated_fields', models.JSONField(blank=True, default=list, help_text='Fields set by a curator, which ingestion leaves alone.')),
            ],
            options={
                'ordering': ['-published', 'title', 'id'],
                'indexes': [models.Index(fields=['published', 'publisher', 'id'], name='source_listed_idx')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('url', ''), _negated=True), fields=('url',), name='source_url_unique', violation_error_message='Another source has this address.'), models.UniqueConstraint(condition=models.Q(('origin', ''), _negated=True), fields=('origin',), name='source_origin_unique'), models.CheckConstraint(condition=models.Q(models.Q(('published__isnull', True), ('published_basis', 'unknown')), models.Q(('published__isnull', False), ('published_basis__in', ['stated', 'inferred'])), _connector='OR'), name='source_published_has_basis')],
            },
        ),
        migrations.CreateModel(
            name='ProposedChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('field', 'another value'), ('cite', 'a new passage'), ('drop', 'a passage that its source has no longer'), ('move', 'passages that tell another event'), ('merge', 'the same as another event')], max_length=10)),
                ('field', models.CharField(blank=True, default='', max_length=30)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('key', models.CharField(help_text='By which the same change is known when it is proposed again.', max_length=64)),
                ('rules_version', models.CharField(blank=True, default='', max_length=20)),
                ('state', models.CharField(choices=[('waiting', 'Waiting'), ('accepted', 'Accepted'), ('refused', 'Refused')], default='waiting', max_length=10)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('decided_at', models.DateTimeField(blank=True, null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('event', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposed_changes', to='timeline.event')),
                ('into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='timeline.event')),
                ('source', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='proposed_changes', to='timeline.source')),
            ],
            options={
                'ordering': ['-made_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='Citation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('quote', models.TextField()),
                ('start', models.PositiveIntegerField(blank=True, help_text="First character in the article's text.", null=True)),
                ('end', models.PositiveIntegerField(blank=True, help_text='First character after the quote.', null=True)),
                ('edtf', models.CharField(blank=True, default='', help_text='As this passage gives it.', max_length=50, validators=[timeline.models.validate_edtf], verbose_name='date')),
                ('date_words', models.CharField(blank=True, default='', help_text='The words that give the date.', max_length=200)),
                ('disputes', models.BooleanField(default=False, help_text="Its date cannot be squared with the event's.")),
                ('verdict', models.BooleanField(blank=True, default=None, editable=False, help_text='Whether it disputes the date as a curator sees it, where that is not what follows from the dates.', null=True)),
                ('is_derived', models.BooleanField(default=False, help_text='Its date was worked out from the words.')),
                ('is_settled', models.BooleanField(default=False, help_text='A curator has looked at what it says of the date.')),
                ('is_pinned', models.BooleanField(default=False, help_text='A curator placed it; ingestion will not move it.')),
                ('reading', models.JSONField(blank=True, default=dict, editable=False, help_text='What the rules read: kind, actors, place, plan.')),
                ('rule', models.CharField(blank=True, default='', editable=False, max_length=60)),
                ('confidence', models.FloatField(blank=True, editable=False, null=True)),
                ('rules_version', models.CharField(blank=True, default='', editable=False, max_length=20)),
                ('edition', models.PositiveIntegerField(default=1, editable=False, help_text="The version of its source's text that the offsets belong to.")),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='timeline.event')),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='citations', to='timeline.source')),
            ],
            options={
                'ordering': ['source__published', 'source_id', 'start', 'id'],
            },
        ),
        migrations.CreateModel(
            name='TableUpload',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=200)),
                ('content', models.BinaryField()),
                ('report', models.JSONField(default=dict, help_text='What importing it would do, as far as it is shown.')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Timeline',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=200, unique=True, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens.')])),
                ('introduction', models.TextField(blank=True, default='')),
                ('is_published', models.BooleanField(default=True)),
                ('is_default', models.BooleanField(default=False, help_text="The one at the site's first page.")),
                ('earliest', models.DateField(blank=True, help_text='Leaves out what lies wholly before this day.', null=True)),
                ('latest', models.DateField(blank=True, help_text='Leaves out what lies wholly after this day.', null=True)),
                ('kinds', models.JSONField(blank=True, default=list, help_text='Takes these alone; with none, every kind.', verbose_name='kinds of event')),
                ('picks_only', models.BooleanField(default=False, help_text='Takes nothing by itself: it shows what is picked by hand.', verbose_name='picked by hand alone')),
                ('embed_origins', models.TextField(blank=True, default='', help_text='One a line, such as https://www.example.org or https://*.example.org; with none, those that the whole site allows.', validators=[timeline.models.validate_origins], verbose_name='sites that may embed it')),
                ('updated_at', models.DateTimeField(auto_now=True, help_text='When it, its chapters or its picks were last changed.')),
                ('actors', models.ManyToManyField(blank=True, help_text='Takes events with any of these; with none, all events.', related_name='timelines', to='timeline.actor')),
                ('picks', models.ManyToManyField(related_name='timelines', through='timeline.Pick', to='timeline.event')),
            ],
            options={
                'ordering': ['title'],
                'permissions': [('publish_timeline', 'Can publish timelines')],
            },
        ),
        migrations.AddField(
            model_name='pick',
            name='timeline',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='timeline.timeline'),
        ),
        migrations.CreateModel(
            name='Chapter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200)),
                ('slug', models.SlugField(max_length=200, validators=[django.core.validators.RegexValidator('^[a-z0-9]+(?:-[a-z0-9]+)*$', 'Use lower-case letters, digits and single hyphens.')])),
                ('earliest', models.DateField()),
                ('latest', models.DateField()),
                ('summary', models.TextField(blank=True, default='')),
                ('position', models.PositiveSmallIntegerField(blank=True, help_text='Its place when readers step through; by its dates if empty.', null=True)),
                ('timeline', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='chapters', to='timeline.timeline')),
            ],
            options={
                'ordering': [models.OrderBy(models.F('position'), nulls_last=True), 'earliest', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Withdrawal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('quote', models.TextField(blank=True, default='', help_text='Its words, by which it is known in a later version of the text.')),
                ('kind', models.CharField(max_length=20)),
                ('action', models.CharField(blank=True, default='', max_length=60)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='withdrawals', to='timeline.source')),
            ],
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='actor_name_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='actor',
            constraint=models.CheckConstraint(condition=models.Q(('represents', models.F('id')), _negated=True), name='actor_not_own_representative'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='alias_name_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='alias',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('name'), name='alias_name_unique', violation_error_message='Another actor has this alias.'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['place', 'at'], name='change_place_idx'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(condition=models.Q(('place_before', ''), _negated=True), fields=['place_before', 'at'], name='change_place_before_idx'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['record', 'at'], name='change_record_idx'),
        ),
        migrations.AddIndex(
            model_name='change',
            index=models.Index(fields=['act'], name='change_act_idx'),
        ),
        migrations.AddConstraint(
            model_name='participation',
            constraint=models.UniqueConstraint(fields=('event', 'actor'), name='participation_unique'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['status', 'merged_into', 'earliest', 'latest'], name='event_status_earliest_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['status', 'merged_into', 'kind', 'earliest'], name='event_density_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['status', 'latest'], name='event_status_latest_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['status', 'merged_into', 'is_disputed'], name='event_disputed_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['updated_at'], name='event_updated_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('part_of__isnull', False)), fields=['part_of', 'earliest', 'latest'], name='event_parts_idx'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['kind', 'status', 'earliest'], name='event_kind_status_idx'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('earliest__lte', models.F('latest'))), name='event_dates_ordered'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='event_title_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('part_of', models.F('id')), _negated=True), name='event_not_part_of_itself'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('merged_into', models.F('id')), _negated=True), name='event_not_merged_into_itself'),
        ),
        migrations.AddIndex(
            model_name='proposedchange',
            index=models.Index(fields=['state', '-made_at'], name='proposed_change_state_idx'),
        ),
        migrations.AddIndex(
            model_name='proposedchange',
            index=models.Index(fields=['key', 'state'], name='proposed_change_key_idx'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'waiting')), fields=('key',), name='proposed_change_waits_once'),
        ),
        migrations.AddConstraint(
            model_name='proposedchange',
            constraint=models.CheckConstraint(condition=models.Q(('event__isnull', False), ('source__isnull', False), _connector='OR'), name='proposed_change_of_something'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('quote', ''), _negated=True), name='citation_quote_not_blank'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.CheckConstraint(condition=models.Q(('start__isnull', True), ('start__lt', models.F('end')), _connector='OR'), name='citation_offsets_ordered'),
        ),
        migrations.AddConstraint(
            model_name='citation',
            constraint=models.UniqueConstraint(fields=('event', 'source', 'start', 'end', 'edtf'), name='citation_passage_unique'),
        ),
        migrations.AddConstraint(
            model_name='timeline',
            constraint=models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='timeline_one_default'),
        ),
        migrations.AddConstraint(
            model_name='timeline',
            constraint=models.CheckConstraint(condition=models.Q(('earliest__isnull', True), ('latest__isnull', True), ('earliest__lte', models.F('latest')), _connector='OR'), name='timeline_dates_ordered', violation_error_message='It ends before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='pick',
            constraint=models.UniqueConstraint(fields=('timeline', 'event'), name='pick_unique'),
        ),
        migrations.AddConstraint(
            model_name='chapter',
            constraint=models.UniqueConstraint(fields=('timeline', 'slug'), name='chapter_slug_unique'),
        ),
        migrations.AddConstraint(
            model_name='chapter',
            constraint=models.CheckConstraint(condition=models.Q(('earliest__lte', models.F('latest'))), name='chapter_dates_ordered', violation_error_message='It ends before it begins.'),
        ),
        migrations.AddConstraint(
            model_name='withdrawal',
            constraint=models.UniqueConstraint(fields=('source', 'start', 'end', 'kind', 'action'), name='withdrawal_unique'),
        ),
        migrations.RunPython(make_groups, drop_groups),
    ]
