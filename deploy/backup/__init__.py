"""Backups of what the workers keep: one archive of the database's rows and the documents."""
