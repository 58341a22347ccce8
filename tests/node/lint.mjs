// Read BPMN files as Camunda Modeler does and lint them by bpmnlint's recommended rules and by
// Camunda's compatibility rules for 8.6. Prints {file: [complaint, ...]} as JSON.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import { BpmnModdle } from 'bpmn-moddle';
import { Linter } from 'bpmnlint';
import NodeResolver from 'bpmnlint/lib/resolver/node-resolver.js';

const require = createRequire(import.meta.url);
const zeebe = require('zeebe-bpmn-moddle/resources/zeebe.json');
const modeler = require('modeler-moddle/resources/modeler.json');

const CONFIG = {
  extends: [ 'bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-6' ]
};

async function complaints(xml) {
  const moddle = new BpmnModdle({ zeebe, modeler });
  const { rootElement, warnings } = await moddle.fromXML(xml);
  const linter = new Linter({ config: CONFIG, resolver: new NodeResolver({ require }) });
  const reports = await linter.lint(rootElement);
  return [
    ...warnings.map(warning => `import: ${warning.message}`),
    ...Object.entries(reports).flatMap(([ rule, found ]) =>
      found.map(report => `${rule} (${report.category}): ${report.id}: ${report.message}`))
  ];
}

const found = {};
for (const file of process.argv.slice(2)) {
  found[file] = await complaints(readFileSync(file, 'utf8'));
}
console.log(JSON.stringify(found));
