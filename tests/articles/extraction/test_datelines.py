"""The day of publication as articles state it in languages without rules of their own."""

from datetime import date

import pytest

from articles.extraction.published import find_dateline

DAY = date(2024, 9, 6)


@pytest.mark.parametrize(
    ("language", "head"),
    [
        ("fr", "Publié le 6 septembre 2024 à 10h30"),
        ("fr", "Par Jeanne Roux | Mis à jour le vendredi 6 septembre 2024"),
        ("fr", "Paris, le 6 septembre 2024"),
        ("fr", "PARIS, 6 septembre 2024 (AFP) - Le ministre est parti."),
        ("de", "Berlin, den 6. September 2024"),
        ("de", "Stand: 06.09.2024, 10:30 Uhr"),
        ("de", "Veröffentlicht am 6. September 2024 von Jan Kurz"),
        ("de", "Berlin, 6. September 2024 – Der Minister ist abgereist."),
        ("de", "6. September 2024 um 10:30 Uhr"),
        ("es", "Publicado el 6 de septiembre de 2024"),
        ("es", "Madrid, 6 de septiembre de 2024"),
        ("es", "Buenos Aires, 6 de septiembre de 2024 (EFE).- El ministro viajó."),
        ("it", "Pubblicato il 6 settembre 2024"),
        ("it", "Roma, 6 settembre 2024"),
        ("pt", "Publicado em 06/09/2024 às 10h30"),
        ("pt", "Lisboa, 6 de setembro de 2024"),
        ("zh", "发布时间：2024年9月6日"),
        ("zh", "2024年09月06日 10:30 来源：本报"),
        ("zh", "本社首尔2024年9月6日电 部长昨天出访。"),
        ("zh", "2024-09-06 10:30"),
        ("ru", "Опубликовано: 6 сентября 2024 года"),
        ("ru", "Москва, 6 сентября 2024 г."),
        ("ru", "6 сентября 2024, 10:30"),
        ("ar", "نشر في: 6 سبتمبر 2024"),
        ("ar", "القاهرة - ٦ سبتمبر ٢٠٢٤"),
        ("ar", "6 سبتمبر 2024"),
    ],
)
def test_a_header_states_the_day(language, head):
    assert find_dateline(f"Le titre\n\n{head}\n\n", language) == DAY


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Selon un rapport publié le 6 septembre 2023, le pays a changé."),
        (
            "fr",
            "Le 6 septembre 2024 à 10h30, le ministre a été reçu au palais par le président et ses conseillers.",
        ),
        ("fr", "Né à Lyon le 14 juillet 1951, il dirige le parti."),
        ("fr", "PARIS, 6 sept (AFP) - Le ministre est parti."),
        ("de", "Der Vertrag wurde am 6. September 1965 veröffentlicht."),
        ("de", "Am 9. November 1989 fiel die Mauer."),
        ("es", "El tratado se firmó el 1 de marzo de 1919."),
        ("it", "Il trattato fu firmato il 1 marzo 1919 a Parigi."),
        ("pt", "O muro caiu em 9 de novembro de 1989, em Berlim."),
        ("zh", "条约于1919年3月1日签署，两国建交。"),
        ("zh", "本社首尔9月6日电 部长昨天出访。"),
        ("ru", "Договор подписан 1 марта 1919 г. в Париже."),
        ("ar", "وقعت المعاهدة في 1 مارس 1919 في باريس."),
    ],
)
def test_a_day_in_the_told_text_is_no_day_of_publication(language, text):
    assert find_dateline(text, language) is None
    assert find_dateline(text) is None


def test_the_text_tells_in_which_language_its_header_is():
    text = "Kishida in Seoul\n\nBerlin, den 6. September 2024\n\nDer Minister ist am Freitag mit dem Präsidenten gereist."
    assert find_dateline(text) == DAY
