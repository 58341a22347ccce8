// Validate element templates against Camunda's JSON schema for Zeebe.
// Prints {file: [fault, ...]} as JSON.
import { readFileSync } from 'node:fs';

import { validateZeebe } from '@bpmn-io/element-templates-validator';

const found = {};
for (const file of process.argv.slice(2)) {
  const { errors } = validateZeebe(JSON.parse(readFileSync(file, 'utf8')));
  found[file] = (errors ?? []).map(error => error.message);
}
console.log(JSON.stringify(found));
