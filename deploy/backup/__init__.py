"""Backups of what the workers keep: one archive of the database's rows and the documents.

``taking`` writes one of the state that is ``opened``, ``checking`` tells whether it is whole, and
``restoring`` brings it back. It consists of ``parts``, tables as ``rows``, in an ``archive``, by
``sealing`` encrypted as ``settings`` say. ``faults`` are what goes wrong.
"""
