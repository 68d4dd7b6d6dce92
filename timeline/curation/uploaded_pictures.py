"""A picture that a curator uploads, made anew: decoded within limits, turned upright, sized, without anything but its pixels.

Pillow decodes; nothing of the uploaded file is kept, so that neither metadata nor what hides behind the pixels is served.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO

from PIL import Image, ImageCms, ImageOps

from timeline.models import Event, Picture

FORMATS = ("JPEG", "PNG", "WEBP")
MOST_BYTES = 12_000_000  # of an uploaded file
MOST_PIXELS = 50_000_000  # of one: what phones take; decoded in at most 200 MB
MOST_SIDE = 20_000
LEAST_SIDE = 200  # a smaller one would be blown up
LARGE, SMALL = 1280, 480  # pixels of the longer side
QUALITY = 82
NO_PICTURE = "It is no picture that can be read: upload a JPEG, PNG or WebP file."


class PictureError(ValueError):
    """An uploaded file is not taken as a picture; the message says why, and what would be."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A picture made anew: the two files, and the width and height of the large one in pixels."""

    large: bytes
    small: bytes
    width: int
    height: int

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.large).hexdigest()


def prepare(file: BinaryIO, size: int) -> Prepared:
    """Make an uploaded file of ``size`` bytes a picture of our own. Raises PictureError."""
    if size > MOST_BYTES:
        raise PictureError(
            f"It has {size / 1e6:.1f} MB, more than {MOST_BYTES // 1_000_000}: upload a smaller one."
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(file, formats=FORMATS) as opened:
                _check(opened)
                # JPEG files are decoded at a fraction of their size where that is enough.
                opened.draft("RGB", (LARGE * 2, LARGE * 2))
                picture = _flat(_sized(ImageOps.exif_transpose(_coloured(opened)), LARGE))
    except PictureError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning, MemoryError) as error:
        raise PictureError("It has too many pixels: upload a smaller one.") from error
    except Exception as error:  # decoders raise whatever they please on broken files
        raise PictureError(NO_PICTURE) from error
    return Prepared(_encoded(picture), _encoded(_sized(picture, SMALL)), *picture.size)


def _check(opened: Image.Image) -> None:
    """Refuse by what the head of the file says, before anything is decoded."""
    width, height = opened.size
    if width * height > MOST_PIXELS or max(width, height) > MOST_SIDE:
        raise PictureError(f"It has {width} × {height} pixels, too many: upload a smaller one.")
    if min(width, height) < LEAST_SIDE:
        raise PictureError(f"It has {width} × {height} pixels, too few: each side needs {LEAST_SIDE}.")


def _coloured(picture: Image.Image) -> Image.Image:
    """The picture in a form whose pixels can be averaged, and which keeps what is transparent."""
    if picture.has_transparency_data:
        return picture.convert("RGBA")
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.point(lambda value: value / 256).convert("L")
    return picture if picture.mode in ("RGB", "CMYK", "L") else picture.convert("RGB")


def _sized(picture: Image.Image, side: int) -> Image.Image:
    return ImageOps.contain(picture, (side, side)) if max(picture.size) > side else picture


def _flat(picture: Image.Image) -> Image.Image:
    """The pixels in sRGB, on white where they are transparent."""
    profile = picture.info.get("icc_profile")
    if picture.mode == "RGBA":
        paper = Image.new("RGBA", picture.size, "white")
        picture = Image.alpha_composite(paper, picture).convert("RGB")
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            changed = ImageCms.profileToProfile(
                picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
            )
            picture = changed or picture
        except (ImageCms.PyCMSError, OSError):
            pass  # a profile that cannot be read, or of other colours than the picture's: the pixels stay as they are
    picture = picture.convert("RGB")
    picture.info = {}  # an encoder takes what it finds here along
    return picture


def _encoded(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return file.getvalue()


def size_of(digest: str) -> tuple[int, int]:
    """Width and height in pixels of the large form of a stored picture; 0 and 0 for none."""
    stored = Picture.objects.filter(digest=digest).first()
    if stored is None:
        return 0, 0
    with Image.open(io.BytesIO(bytes(stored.large))) as opened:
        return opened.size


def give(event: Event, picture: Prepared) -> None:
    """Store the pixels, and name them in the event; the caller saves it."""
    Picture.objects.get_or_create(
        digest=picture.digest, defaults={"large": picture.large, "small": picture.small}
    )
    event.picture_digest, event.picture_width, event.picture_height = (
        picture.digest,
        picture.width,
        picture.height,
    )


def take_away(event: Event) -> None:
    """Leave the event without a picture; the caller saves it. The pixels stay, so that the history can bring them back."""
    event.picture_digest, event.picture_width, event.picture_height = "", 0, 0
    event.picture_alt = event.picture_credit = ""
