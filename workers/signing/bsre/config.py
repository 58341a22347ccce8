"""How BSrE's service is reached: section ``bsre``."""

from __future__ import annotations

import msgspec

from workers.config import ConfigError, Seconds, load


class BsreConfig(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Section ``bsre``."""

    url: str = ""  # of the office's e-sign client service, without /api; empty: BSrE is not used
    username: str = ""  # of the application, which BSrE gave the office
    password: str = ""  # better in a file: TERTIB_BSRE_PASSWORD_FILE
    identity: str = ""  # NIK or e-mail of the official whose desk this is; empty: asked
    subscriber: str = ""  # the office's id for its electronic seal; empty: it has none
    location: str = ""  # where one signs, as signatures tell it; empty: they do not
    visible: bool = True  # a block on the page, where there is room
    timeout: Seconds = 120.0  # for the answer to one signature


def bsre_config() -> BsreConfig:
    """Read the section.

    Raises:
        ConfigError: a setting cannot be used, or the service's address is missing.
    """
    config = load(BsreConfig, "bsre")
    if not config.url.startswith(("https://", "http://")):
        raise ConfigError(
            "bsre.url (TERTIB_BSRE_URL): expected the address of the e-sign client service, "
            "https://... or http://..."
        )
    return config
