"""Events, actors and sources as tables that people edit elsewhere: exported as CSV and JSON, imported row by row.

``files`` converts bytes to records and back; ``timelinejs`` reads timelines of TimelineJS; ``forms`` defines what each
column may contain; ``kinds`` lists the kinds of records, which write themselves; ``importing`` writes many, all or nothing
unless requested otherwise.
"""
