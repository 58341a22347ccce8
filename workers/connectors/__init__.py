"""Connectors: another system reached over HTTP, by a contract that Tertib declares.

None of the systems has a public interface. A contract (``docs/systems/*.openapi.json``) says what
an adapter at the agency has to offer; whoever has one names it in the settings.
"""
