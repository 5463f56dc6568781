"""The handbook of a cohort: what its approved summaries keep, to browse, search and take along.

``reading`` puts it together anew each time it is looked at, with the consent of that moment;
``views`` and ``catching_up`` are its pages, ``looking`` shows them and lets them follow when words
leave. ``grouping`` finds chapters over several discussions, ``arranging`` is what moderators make
of these, ``at_end`` says where it is when the cohort is over.
"""
