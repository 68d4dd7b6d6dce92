"""The picture in an event's form: a file to upload, and what readers are told of it."""

from django import forms
from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from timeline.curation.uploaded_pictures import PictureError, give, prepare, take_away

NEEDED = {
    "picture_alt": "Say what the picture shows, for readers who cannot see it.",
    "picture_credit": "Say who made the picture and under which licence it may be shown.",
}


class PictureForm(forms.ModelForm):
    """An event's form with a picture: it needs a credit and a text for those who cannot see it."""

    picture = forms.FileField(
        required=False,
        label="Picture",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        help_text="JPEG, PNG or WebP, at most 12 MB. It is made anew in two sizes; where and when it was taken is not kept.",
    )
    remove_picture = forms.BooleanField(required=False, label="Take the picture away")

    prepared = None

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if file := cleaned.get("picture"):
            try:
                self.prepared = prepare(file, file.size)
            except PictureError as error:
                self.add_error("picture", str(error))
        has_picture = self.prepared or (self.instance.picture_digest and not cleaned.get("remove_picture"))
        for name, words in NEEDED.items() if has_picture else ():
            if name in self.fields and not cleaned.get(name) and name not in self.errors:
                self.add_error(name, words)
        return cleaned

    def save(self, commit=True):
        if self.prepared:
            give(self.instance, self.prepared)
        elif self.cleaned_data.get("remove_picture"):
            take_away(self.instance)
        return super().save(commit)


class PictureMixin:
    """Shows an event's picture beside its fields."""

    @admin.display(description=_("picture now"), empty_value=_("none"))
    def picture_now(self, event):
        if not event.small_picture_url:
            return None
        return format_html('<img src="{}" alt="{}" width="240">', event.small_picture_url, event.picture_alt)
