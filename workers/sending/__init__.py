"""Sending what the outbox holds: by SMTP and WhatsApp, each message once."""
