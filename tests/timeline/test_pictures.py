"""Pictures of events: what an upload becomes, where it is shown, and who may see it."""

import io
import json
import struct
import zlib

import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from jsonschema import Draft202012Validator
from PIL import Image, PngImagePlugin

from tests.factories import make_citation, make_event, make_timeline
from timeline.curation.uploaded_pictures import MOST_PIXELS, PictureError, give, prepare
from timeline.models import Event, Picture

pytestmark = pytest.mark.django_db


def a_file(size=(1600, 900), form="JPEG", mode="RGB", colour=(200, 30, 30), **options):
    file = io.BytesIO()
    Image.new(mode, size, colour).save(file, form, **options)
    file.seek(0)
    return file


def made(file):
    return prepare(file, len(file.getvalue()))


def opened(data):
    return Image.open(io.BytesIO(data))


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


@pytest.fixture
def pictured():
    event = make_event("Summit at Camp David", "2023-08-18", place="Camp David", slug="summit")
    make_citation(event, quote="They met on 18 August 2023.", date_words="18 August 2023")
    event.picture_alt, event.picture_credit = "Three leaders at a table", "A. Photographer, CC BY 4.0"
    give(event, made(a_file()))
    event.save()
    return event


@pytest.mark.parametrize(
    ("size", "large", "small"),
    [((1600, 900), (1280, 720), (480, 270)), ((400, 300), (400, 300), (400, 300)), ((900, 1600), (720, 1280), (270, 480))],
)  # fmt: skip
def test_a_picture_is_made_anew_in_two_sizes(size, large, small):
    for form in ("JPEG", "PNG", "WEBP"):
        picture = made(a_file(size, form))
        assert opened(picture.large).size == large == (picture.width, picture.height)
        assert opened(picture.small).size == small
        assert opened(picture.large).format == opened(picture.small).format == "JPEG"


def test_nothing_but_pixels_is_kept():
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Maker of cameras", 6  # turned by a quarter
    notes = PngImagePlugin.PngInfo()
    notes.add_text("Comment", "hidden words")
    jpeg = a_file((1000, 500), exif=exif, comment=b"hidden words")
    jpeg = io.BytesIO(jpeg.getvalue() + b"<script>hidden words</script>")
    for file, size in ((jpeg, (500, 1000)), (a_file((500, 1000), "PNG", pnginfo=notes), (500, 1000))):
        picture = made(file)
        for data in (picture.large, picture.small):
            assert b"hidden words" not in data and b"Maker of cameras" not in data and b"Exif" not in data
            assert not opened(data).getexif() and "icc_profile" not in opened(data).info
        assert (picture.width, picture.height) == size


@pytest.mark.parametrize(
    ("form", "mode", "colour", "expected"),
    [
        ("PNG", "RGBA", (0, 0, 0, 0), (255, 255, 255)),
        ("PNG", "P", 0, (0, 0, 0)),
        ("PNG", "L", 100, (100, 100, 100)),
        ("PNG", "I;16", 100 * 256, (100, 100, 100)),
        ("PNG", "1", 1, (255, 255, 255)),
        ("JPEG", "CMYK", (0, 0, 0, 0), (255, 255, 255)),
    ],
)
def test_every_kind_of_colour_is_read(form, mode, colour, expected):
    pixel = opened(made(a_file((300, 300), form, mode, colour)).large).getpixel((150, 150))
    assert all(abs(a - b) <= 4 for a, b in zip(pixel, expected, strict=True))


def test_what_is_no_picture_or_too_much_is_refused_by_name():
    bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0))
    bomb += chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    wide = MOST_PIXELS // 2_000 + 1
    cases = [
        (b"", "no picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "no picture"),
        (a_file((300, 300), "GIF", "P", 0).getvalue(), "no picture"),
        (a_file((300, 300), "BMP").getvalue(), "no picture"),
        (a_file().getvalue()[:2000], "no picture"),
        (bomb, "too many"),
        (a_file((199, 300)).getvalue(), "too few"),
    ]
    for data, words in cases:
        with pytest.raises(PictureError, match=words):
            prepare(io.BytesIO(data), len(data))
    with pytest.raises(PictureError, match="too many"):
        made(a_file((wide, 2_000), "PNG", "1", 0))
    with pytest.raises(PictureError, match="MB"):
        prepare(a_file(), 12_000_001)


@pytest.fixture
def desk(client):
    client.force_login(get_user_model().objects.create_superuser("editor"))
    return client


def save(client, event, **fields):
    """Post an event's form as it stands, with these fields."""
    address = reverse("admin:timeline_event_change", args=[event.pk])
    form = client.get(address).context["adminform"].form
    posted = {name: form[name].value() for name in form.fields}
    posted = {name: value for name, value in posted.items() if value not in (None, False)}
    for prefix in ("participations", "citations"):
        posted |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    posted["no_passage_reason"] = "A test."
    return client.post(address, posted | fields)


def upload(file, name="photo.jpg"):
    return SimpleUploadedFile(name, file.getvalue(), "image/jpeg")


def test_a_curator_uploads_a_picture_and_takes_it_away(desk):
    event = make_event()
    refused = save(desk, event, picture=upload(a_file()))
    assert refused.status_code == 200 and not Picture.objects.exists()
    assert {"picture_alt", "picture_credit"} <= refused.context["adminform"].form.errors.keys()
    told = {"picture_alt": "Two leaders", "picture_credit": "A. Photographer"}
    broken = save(desk, event, picture=upload(io.BytesIO(b"no picture")), **told)
    assert "no picture" in str(broken.context["adminform"].form.errors["picture"])
    assert save(desk, event, picture=upload(a_file()), **told).status_code == 302
    event.refresh_from_db()
    assert (event.picture_width, event.picture_alt) == (1280, "Two leaders")
    assert (
        event.small_picture_url
        in desk.get(reverse("admin:timeline_event_change", args=[event.pk])).content.decode()
    )
    assert save(desk, event, title="Renamed", **told).status_code == 302
    event.refresh_from_db()
    assert event.picture_digest and event.title == "Renamed"
    assert save(desk, event, remove_picture="on", **told).status_code == 302
    event.refresh_from_db()
    assert (event.picture_digest, event.picture_alt, event.picture_url) == ("", "", "")


def test_a_picture_is_served_as_a_picture_and_nothing_else(client, pictured):
    for address in (pictured.picture_url, pictured.small_picture_url):
        response = client.get(address)
        assert response.status_code == 200 and opened(response.content).format == "JPEG"
        assert response["Content-Type"] == "image/jpeg"
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "max-age" in response["Cache-Control"] and not response.cookies
    for wrong in (f"/events/summit/huge-{pictured.picture_digest[:16]}.jpg", "/events/summit/large-0.jpg"):
        assert client.get(wrong).status_code == 404


def test_the_picture_of_what_is_not_published_is_for_staff_alone(client, pictured):
    Event.objects.update(status=Event.Status.PROPOSED)
    assert client.get(pictured.picture_url).status_code == 404
    client.force_login(get_user_model().objects.create_superuser("editor"))
    response = client.get(pictured.picture_url)
    assert response.status_code == 200 and response["Cache-Control"] == "no-store"


def test_readers_meet_it_with_its_credit_wherever_the_event_is_shown(client, pictured):
    make_timeline(is_default=True)
    for address in ("/", "/events/summit/", "/embed/events/summit/"):
        page = client.get(address)
        text = page.content.decode()
        assert f'src="{pictured.small_picture_url}"' in text and 'alt="Three leaders at a table"' in text
        assert "A. Photographer, CC BY 4.0" in text
        assert "img-src 'self' data: blob:" in page["Content-Security-Policy"]
    assert f"http://testserver{pictured.picture_url}" in client.get("/events/summit/").content.decode()


def test_the_share_picture_has_it(client, pictured):
    with_picture = opened(client.get("/events/summit.png").content).convert("RGB")
    red = with_picture.getpixel((1000, 180))
    assert red[0] > 150 and red[1] < 90
    pictured.picture_digest = ""
    pictured.save()
    without = opened(client.get("/events/summit.png").content).convert("RGB").getpixel((1000, 180))
    assert without[1] > 200


def test_data_carry_it(client, pictured):
    timeline = make_timeline()
    schema = client.get("/schemas/events.json").json()
    data = json.loads(b"".join(client.get(f"/timelines/{timeline.slug}.json")))
    Draft202012Validator(schema).validate(data)
    (event,) = data["events"]
    assert event["picture"] == {
        "url": f"http://testserver{pictured.picture_url}",
        "width": 1280,
        "height": 720,
        "alt": "Three leaders at a table",
        "credit": "A. Photographer, CC BY 4.0",
    }
    assert client.get("/api/v1/events/summit").json()["picture"] == event["picture"]
    slides = json.loads(b"".join(client.get(f"/timelines/{timeline.slug}.timelinejs")))
    assert slides["events"][0]["media"]["url"] == event["picture"]["url"]
    rows = b"".join(client.get(f"/timelines/{timeline.slug}.csv")).decode()
    assert pictured.picture_url in rows and "A. Photographer" in rows
    make_event("Without", "2024", slug="without")
    assert "picture" not in client.get("/api/v1/events/without").json()
