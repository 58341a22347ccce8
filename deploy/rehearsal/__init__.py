"""What ``tertib run`` plays: every process on a real engine, with simulated people.

``stage`` deploys the processes and starts an ``instance`` of each per round, for the applicant of
``sample``. The ``crew`` are the job workers; an ``officer`` fills in forms, ``officials`` sign.
``rehearsal`` goes on until all instances are over, ``board`` shows it, and ``showcase`` lays out
the documents that came of it.
"""
