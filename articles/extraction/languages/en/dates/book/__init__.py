"""The rules by which dates are found, in the order in which they are tried.

Each has a name, the words it can start with, its pattern, the function that reads a match, an example
with its TIMEX3 value on 3 September 2024, and a text that it leaves alone.
"""
