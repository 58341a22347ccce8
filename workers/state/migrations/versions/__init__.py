"""The forms that the database has had, oldest first; see ``workers.state.schema``."""
