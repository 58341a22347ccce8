"""Sending what the outbox holds: by SMTP, each message once."""
