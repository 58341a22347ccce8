"""The migrations of the workers' database: a file each in ``versions``, run by Alembic."""
