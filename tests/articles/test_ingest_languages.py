"""Articles in languages without rules of their own keep their day and their dates from the file to the desk."""

import re
from datetime import date

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse

from articles.models import Article
from tests.articles.test_ingest import ingest

pytestmark = [pytest.mark.django_db, pytest.mark.once]

HEADERS = {
    "fr": "Publié le 6 septembre 2024\n\nLe ministre est arrivé vendredi à Séoul, où il avait été reçu en mars. Il a 62 ans.",
    "de": "Berlin, den 6. September 2024\n\nDer Minister ist am Freitag in Seoul eingetroffen, wo er im März schon war. Er ist 62.",
    "es": "Madrid, 6 de septiembre de 2024\n\nEl ministro llegó el viernes a Seúl, donde estuvo en marzo. Tiene 62 años.",
    "it": "Pubblicato il 6 settembre 2024\n\nIl ministro è arrivato venerdì a Seul, dove era stato a marzo. Ha 62 anni.",
    "pt": "Publicado em 6 de setembro de 2024\n\nO ministro chegou na sexta-feira a Seul, onde esteve em março. Ele tem 62 anos.",
    "zh": "发布时间：2024年9月6日\n\n部长周五抵达首尔，他曾于3月访问该市。他今年62岁。",
    "ru": "Опубликовано: 6 сентября 2024 года\n\nМинистр прибыл в пятницу в Сеул, где он был в марте. Ему 62 года.",
    "ar": "نشر في: 6 سبتمبر 2024\n\nوصل الوزير الجمعة إلى سيول التي زارها في مارس. عمره 62 عاما.",
}


@pytest.fixture
def curator(client):
    user = User.objects.create_user("curator", is_staff=True)
    user.groups.add(Group.objects.get(name="Curator"))
    client.force_login(user)
    return client


@pytest.mark.parametrize("language", HEADERS)
def test_an_article_keeps_its_day_and_its_dates(curator, tmp_path, language):
    (tmp_path / "a.txt").write_text(f"Le titre\n\n{HEADERS[language]}\n", encoding="utf-8")
    ingest(tmp_path / "a.txt")
    article = Article.objects.get()
    source = article.source
    assert (source.language, source.published, source.published_basis) == (
        language,
        date(2024, 9, 6),
        "stated",
    )
    page = curator.get(reverse("admin:articles_article_change", args=[article.pk])).content.decode()
    marked = re.findall(r'class="date[^"]*" title="([^";]*)', page)
    assert sorted(marked) == ["2024-03", "2024-09-06", "2024-09-06"]


def test_the_text_of_an_english_article_is_marked_and_escaped(curator, tmp_path):
    (tmp_path / "a.txt").write_text("They <b>met</b> on May 3, 2024 & left the day after.", encoding="utf-8")
    ingest(tmp_path / "a.txt")
    page = curator.get(
        reverse("admin:articles_article_change", args=[Article.objects.get().pk])
    ).content.decode()
    assert re.search(r'class="date" title="2024-05-03">May 3, 2024</span>', page)
    assert "They <b>" not in page and "&lt;b&gt;met&lt;/b&gt;" in page and "&amp; left" in page
