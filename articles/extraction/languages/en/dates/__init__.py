"""How dates are written in English: the rules are in ``book``, what they read in the modules beside it."""
