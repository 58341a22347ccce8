"""The parts an engine of given settings consists of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deploy.engine.artefacts import CAMUNDA, ICU, OPENSEARCH
from deploy.engine.broker import broker
from deploy.engine.search import search
from deploy.engine.webapps import webapps

if TYPE_CHECKING:
    from deploy.engine.artefacts import Artefact
    from deploy.engine.home import Home
    from deploy.engine.part import Part
    from deploy.engine.settings import Settings


def waves_of(home: Home, settings: Settings) -> tuple[tuple[Part, ...], ...]:
    """The processes to run: those of one wave together, each wave once the one before is ready.

    The broker retries until OpenSearch answers; Operate and Tasklist would end instead.
    """
    ports = settings.ports
    if settings.lite:
        return ((broker(home, ports, exports=False, records=settings.records),),)
    zeebe = broker(home, ports, exports=True, records=settings.records)
    return (search(home, ports), zeebe), (webapps(home, ports),)


def parts_of(home: Home, settings: Settings) -> tuple[Part, ...]:
    """All processes to run."""
    return tuple(part for wave in waves_of(home, settings) for part in wave)


def artefacts_of(settings: Settings) -> tuple[Artefact, ...]:
    """What has to be in the cache to run them."""
    return (CAMUNDA,) if settings.lite else (CAMUNDA, OPENSEARCH, *ICU)
