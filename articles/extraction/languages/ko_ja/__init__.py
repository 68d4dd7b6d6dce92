"""How Korean and Japanese write dates: alike, each in its own words. Those are in ``ko/dates.py`` and ``ja/dates.py``."""
