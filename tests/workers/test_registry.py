from pathlib import Path

import workers.jobs
from workers.handler import Handler
from workers.registry import load_handlers

MODULES = Path(workers.jobs.__path__[0])
TEMPLATES = Path(__file__).parents[2] / "bpmn" / "templates"


def test_the_registry_is_the_folder_of_job_modules():
    modules = {path.stem for path in MODULES.glob("*.py")} - {"__init__"}
    assert {name.replace("-", "_") for name in load_handlers()} == modules


def test_each_job_type_has_an_element_template_and_each_template_a_handler():
    assert {path.stem for path in TEMPLATES.glob("*.json")} == set(load_handlers())


def test_a_handler_knows_its_own_type():
    for name, handler in load_handlers().items():
        assert isinstance(handler, Handler)
        assert handler.type == name
