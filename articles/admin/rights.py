"""Who may do what with articles and runs; added to the table of timeline/admin/rights.py."""

from timeline.admin.rights import CURATOR, READ, SUPERUSER, add

KEPT = {**READ, "delete": SUPERUSER}

add(
    {
        "articles_article": {
            **KEPT,
            "undated": CURATOR,
            "read_again": CURATOR,
            "cite": CURATOR,
            "find": CURATOR,
            "type": CURATOR,
        },
        "articles_ingestrun": {
            **KEPT,
            "add": CURATOR,
            "progress": CURATOR,
            "resume": CURATOR,
            "samples": CURATOR,
        },
        "articles_ingestfailure": KEPT,
    },
    {
        "articles_article": {"delete_selected": SUPERUSER},
        "articles_ingestrun": {"delete_selected": SUPERUSER},
        "articles_ingestfailure": {"retry": CURATOR, "dismiss": CURATOR, "delete_selected": SUPERUSER},
    },
)
