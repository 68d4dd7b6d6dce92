"""The names of models and fields, their help and their choices in the language of the desk, where the catalogue has them."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy


def translate_names(app: AppConfig) -> None:
    """Have them translated whenever they are shown. The migrations go on comparing the English ones."""
    for model in app.get_models():
        options = model._meta
        options.verbose_name = _translated(options.verbose_name)
        options.verbose_name_plural = _translated(
            str(options.verbose_name_plural)
        )  # else an English "s" is added
        for field in options.local_fields + options.local_many_to_many:
            field.verbose_name = _translated(field.verbose_name)
            field.help_text = _translated(field.help_text)
            if field.choices:
                field.choices = [(value, _translated(words)) for value, words in field.choices]


def _translated(words):
    """The same words, looked up when they are shown; the translation of nothing would be the head of the catalogue."""
    return gettext_lazy(words) if isinstance(words, str) and words else words
