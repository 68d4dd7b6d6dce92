"""Pictures of events: what they say of theirs, and the pixels in a table of their own."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('timeline', '0027_reviews'),
    ]

    operations = [
        migrations.AddField(
            model_name='event',
            name='picture_alt',
            field=models.CharField(blank=True, default='', help_text='For readers who cannot see it: who and what is to be seen, in a sentence.', max_length=300, verbose_name='what the picture shows'),
        ),
        migrations.AddField(
            model_name='event',
            name='picture_credit',
            field=models.CharField(blank=True, default='', help_text='Who made it and under which licence, such as “Cabinet Public Affairs Office, CC BY 4.0”.', max_length=200, verbose_name='credit of the picture'),
        ),
        migrations.AddField(
            model_name='event',
            name='picture_digest',
            field=models.CharField(blank=True, default='', editable=False, help_text='Names its pixels.', max_length=64, verbose_name='picture'),
        ),
        migrations.AddField(
            model_name='event',
            name='picture_height',
            field=models.PositiveSmallIntegerField(default=0, editable=False, help_text='In pixels.'),
        ),
        migrations.AddField(
            model_name='event',
            name='picture_width',
            field=models.PositiveSmallIntegerField(default=0, editable=False, help_text='In pixels.'),
        ),
        migrations.CreateModel(
            name='Picture',
            fields=[
                ('digest', models.CharField(max_length=64, primary_key=True, serialize=False)),
                ('large', models.BinaryField()),
                ('small', models.BinaryField()),
                ('made_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['made_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('digest', ''), _negated=True), name='picture_digest_not_blank')],
            },
        ),
    ]
