"""Sending what the outbox holds: by SMTP and WhatsApp, each message once.

``sender`` keeps a ``dispatch`` for each channel going, again and again (``repeating``). That claims
messages (``claims``) at the channel's ``pace``, opens each one's ``envelope`` and gives it to the
channel's ``carrier``: ``mail_carrier`` with its sessions of ``smtp``, or the one of ``whatsapp``;
``carriers`` makes those that the settings name (``config``). ``deliveries`` is what is heard of a
message later, ``reports`` what its process hears of that, ``listing`` what an operator reads.
"""
