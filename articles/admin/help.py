"""What the pages of articles and of ingestions are for: see timeline/curation/help.py."""

from timeline.curation.help import add

add(
    {
        "articles_article_changelist": "The articles that have been read, newest first.",
        "articles_article_change": "The text as it was read, with dates, names and cited words marked. Select words, then N makes an event of them and P adds them to one. J and K walk by sentence.",
        "articles_article_cite": "What the selected words say is filled in: correct it and save with Ctrl+Enter, or add the passage to an event that is listed.",
        "articles_article_find": "Sentences of the kept texts with the words of the event, or with yours.",
        "articles_article_type": "Type the quotation and say which document it is from; the rest is proposed from its words.",
        "articles_article_undated": "Articles without a day of publication. Words such as “on Friday” can only be read once they have one.",
        "articles_article_read_again": "Reads the article again with the names and rules of today.",
        "articles_ingestrun_changelist": "Each time articles were read, with what came of it.",
        "articles_ingestrun_change": "What became of the articles that were handed in. R reviews the new events one by one, W article by article.",
        "articles_ingestrun_add": "Choose files, give addresses, or paste a text. A file or page may hold many articles. They are read in the background.",
        "articles_ingestfailure_changelist": "Inputs that could not be read, with the reason. Try them again, or dismiss them.",
    }
)  # fmt: skip
