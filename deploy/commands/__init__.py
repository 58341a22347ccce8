"""One module per command of ``tertib``."""
