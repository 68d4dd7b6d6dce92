"""Serves plotly.js from the packages that ship it, so that no third-party code is committed."""

import re
from functools import cache
from pathlib import Path

import plotly
from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

NAME = "plotly/plotly.min.js"


def plotly_folder() -> tuple[Path, str]:
    """The folder and file of the bundle: npm's basic one if installed (a quarter of the size), otherwise the wheel's."""
    basic = settings.BASE_DIR / "node_modules" / "plotly.js-basic-dist-min"
    if (basic / "plotly-basic.min.js").is_file():
        return basic, "plotly-basic.min.js"
    return Path(plotly.__file__).parent / "package_data", "plotly.min.js"


@cache
def style_guard() -> str:
    """The id of the style element that the full bundle adds for its maps unless it is there; "" in the basic one.

    The policy refuses that element: a page that has another of this id is spared it.
    """
    folder, name = plotly_folder()
    found = re.search(r'getElementById\("([0-9a-f]{64})"\)', (folder / name).read_text(encoding="utf-8"))
    return found[1] if found else ""


class BundleStorage(FileSystemStorage):
    """One file of a package, under the name used by the pages."""

    def __init__(self):
        folder, self.file_name = plotly_folder()
        super().__init__(location=folder)

    def path(self, name):
        return super().path(self.file_name)


class PlotlyFinder(BaseFinder):
    """Finds only ``plotly/plotly.min.js``."""

    def check(self, **kwargs):
        return []

    def find(self, path, find_all=False, **kwargs):
        found = str(BundleStorage().path(path)) if path == NAME else None
        return ([found] if found else []) if find_all else found or []

    def list(self, ignore_patterns):
        yield NAME, BundleStorage()
