// Open forms in the form-js of Camunda 8.6's Tasklist, fill them in and submit them, and lint them
// by Camunda's rules. For each line {schema, data} of standard input, one line answers:
// complaints (what is wrong with the form), told and asked (the texts and labels an officer sees),
// submitted and errors (what submitting it with `data` gives), and variables (what Tasklist
// fetches for it).
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

import { browser, bundled } from './browser.mjs';

browser();
const require = createRequire(import.meta.url);
const { Form, getSchemaVariables } = require('@bpmn-io/form-js-viewer');
const { FormLinter } = bundled('@camunda/form-linting');

const FRAMES = 8; // conditions are evaluated after the first, and may bring in more fields

async function rendered() {
  for (let frame = 0; frame < FRAMES; frame++) {
    await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 0)));
  }
}

async function open({ schema, data }) {
  const container = document.createElement('div');
  document.body.appendChild(container);
  const form = new Form({ container });
  const { warnings } = await form.importSchema(schema, data);
  await rendered();
  const read = selector => [ ...container.querySelectorAll(selector) ].map(e => e.textContent);
  const asked = read('.fjs-form-field label');
  const told = read('.fjs-form-field-text');
  const { data: submitted, errors } = form.submit();
  const complaints = [
    ...warnings.map(warning => `import: ${warning.message ?? warning}`),
    ...new FormLinter().lint(schema).map(report => `lint: ${report.id}: ${report.message}`)
  ];
  form.destroy();
  container.remove();
  return { complaints, asked, told, submitted, errors, variables: getSchemaVariables(schema) };
}

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await open(JSON.parse(line))));
}
