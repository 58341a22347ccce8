"""What the workers remember: the database, the ledger of done jobs, the documents.

``state`` is all of it; ``opening`` waits for what is away when a worker starts. ``database`` is
``sqlite`` or ``postgresql``, in the form that ``schema`` brings it to by ``migrations``. In it are
the ``ledger`` of done jobs and the tables of others: ``personal`` declares what they say of people,
``sealing`` encrypts such rows. ``documents`` lie beside it. ``probe`` tells whether it can be
written to, ``passing`` which of its faults pass.
"""
