"""Events, actors and sources as tables that people edit elsewhere: written as CSV and JSON, read back row by row.

``files`` turns bytes into records and records into bytes, ``timelinejs`` does so for the spreadsheets of TimelineJS; ``records``
knows what a record of each kind holds and writes it; ``importing`` runs over many, all or nothing unless told otherwise.
"""
