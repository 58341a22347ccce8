// What bpmn.io's libraries need of a browser, without one: jsdom, and the parts of SVG that it lacks.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

import { buildSync } from 'esbuild';
import { JSDOM } from 'jsdom';

const require = createRequire(import.meta.url);

// Stands for every matrix, transform and list of them: where things are drawn matters to no one here.
const NUMBERS = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0, numberOfItems: 0 };
const IDENTITY = new Proxy(NUMBERS, {
  get: (numbers, name) => numbers[name] ?? (name === 'baseVal' || name === 'matrix'
    ? IDENTITY : () => IDENTITY)
});

export function browser() {
  const dom = new JSDOM('<!doctype html><body></body>', {
    pretendToBeVisual: true,
    url: 'http://localhost'
  });
  const { window } = dom;
  for (const name of Object.getOwnPropertyNames(window)) {
    if (!(name in globalThis)) {
      globalThis[name] = window[name];
    }
  }
  globalThis.window = window;
  globalThis.CSS = { escape: name => name.replace(/[^\w-]/g, sign => `\\${sign}`) };
  globalThis.ResizeObserver = class { observe() {} unobserve() {} disconnect() {} };
  globalThis.SVGMatrix = Object;
  Object.assign(window.SVGElement.prototype, {
    getBBox: () => ({ x: 0, y: 0, width: 10, height: 10 }),
    getComputedTextLength: () => 10,
    getScreenCTM: () => IDENTITY,
    getCTM: () => IDENTITY
  });
  Object.assign(window.SVGSVGElement.prototype, {
    createSVGMatrix: () => IDENTITY,
    createSVGTransform: () => IDENTITY,
    createSVGTransformFromMatrix: () => IDENTITY
  });
  Object.defineProperty(window.SVGElement.prototype, 'transform', { get: () => IDENTITY });
  window.HTMLCanvasElement.prototype.getContext = () => null;
}

// Some libraries are published as modules that Node cannot resolve by itself.
export function bundled(entry) {
  const options = { bundle: true, write: false, format: 'cjs', platform: 'node' };
  const path = entry.startsWith('@') ? require.resolve(entry)
    : fileURLToPath(new URL(entry, import.meta.url));
  const { outputFiles } = buildSync({ ...options, entryPoints: [ path ] });
  const module = { exports: {} };
  new Function('module', 'exports', 'require', outputFiles[0].text)(module, module.exports, require);
  return module.exports;
}
