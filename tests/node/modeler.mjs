// Open diagrams in Modeler's own modeling library, apply to each service task its element template
// again, and tell where that changes anything. Prints {file: [complaint, ...]} as JSON.
// Arguments: the folder of the element templates, then diagrams.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { browser, bundled } from './browser.mjs';

browser();
const { Modeler, CloudElementTemplatesCoreModule, ZeebeBehaviorsModule, zeebe, modeler } =
  bundled('modeler-parts.js');

async function complaints(xml, templates) {
  const container = document.body.appendChild(document.createElement('div'));
  const app = new Modeler({
    container,
    additionalModules: [ CloudElementTemplatesCoreModule, ZeebeBehaviorsModule ],
    moddleExtensions: { zeebe, modeler }
  });
  const found = [];
  app.on('elementTemplates.errors', ({ errors }) => found.push(...errors.map(String)));
  app.get('elementTemplatesLoader').setTemplates(templates);
  const { warnings } = await app.importXML(xml);
  found.push(...warnings.map(warning => `import: ${warning.message}`));
  const tasks = app.get('elementRegistry').filter(element => element.type === 'bpmn:ServiceTask');
  for (const task of tasks) {
    found.push(...await changes(app, task));
  }
  return found;
}

async function changes(app, task) {
  const elementTemplates = app.get('elementTemplates');
  const template = elementTemplates.get(task);
  if (!template) {
    return [ `${task.id}: no element template` ];
  }
  const write = async element => (await app.get('moddle').toXML(element.businessObject)).xml;
  const before = await write(task);
  const after = await write(elementTemplates.applyTemplate(task, template));
  return before === after ? [] : [ `${task.id}: ${before} becomes ${after}` ];
}

const [ folder, ...files ] = process.argv.slice(2);
const templates = readdirSync(folder).filter(name => name.endsWith('.json')).map(
  name => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const found = {};
for (const file of files) {
  found[file] = await complaints(readFileSync(file, 'utf8'), templates);
}
console.log(JSON.stringify(found));
