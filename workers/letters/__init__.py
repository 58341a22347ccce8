"""Official documents: Word templates that the office can edit, and how they are filled in.

- A letter: ``phrases`` are what the row's words say of it, ``contents`` all that is known, under a
  ``letterhead``; ``filling`` puts it in the template, ``pdf`` sets that. Its number and date come
  into their ``places`` later.
- A template: ``designs`` are those delivered, built of ``word``'s constructions; it holds
  ``fields`` in a small ``language``. One from anybody is on ``trial`` first, in a process of its
  own: ``inspection`` looks at it there, ``package`` at what its file brings along, and what is
  wrong are ``faults``.
"""
