"""A folder of made-up articles, and settings that name a model."""

import pytest

from .stories import story


@pytest.fixture
def folder(tmp_path):
    def write(count):
        for n in range(count):
            (tmp_path / f"story-{n:03}.md").write_text(f"---\npublished: 2024-09-06\n---\n{story(n)}")
        return tmp_path

    return write


@pytest.fixture
def model(settings):
    """Sets the endpoint that the settings name."""

    def use(server, **fields):
        settings.MODEL_URL, settings.MODEL_NAME, settings.MODEL_KEY = (
            server.url,
            "stub",
            "sk-hidden-key-of-ours",
        )
        settings.MODEL_TIMEOUT = 2
        for name, value in fields.items():
            setattr(settings, name, value)

    return use


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr("articles.ingestion.asking.endpoint.FIRST_WAIT", 0.001)
