// Open diagrams in Modeler's own modeling library, apply to each service task and each event that
// waits its element template again, and tell where that changes anything. Prints
// {file: [complaint, ...]} as JSON.
// Arguments: the folder of the element templates, then diagrams.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { browser, bundled } from './browser.mjs';

browser();
const { Modeler, CloudElementTemplatesCoreModule, ZeebeBehaviorsModule, zeebe, modeler } =
  bundled('modeler-parts.js');

const TEMPLATED = [ 'bpmn:ServiceTask', 'bpmn:IntermediateCatchEvent' ];

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
  const tasks = app.get('elementRegistry').filter(element => TEMPLATED.includes(element.type));
  for (const task of tasks) {
    found.push(...await changes(app, task));
  }
  return found;
}

// A message is beside its event, not in it.
async function written(app, element) {
  const message = element.businessObject.eventDefinitions?.[0].messageRef;
  const parts = [ element.businessObject, ...(message ? [ message ] : []) ];
  const xml = await Promise.all(parts.map(part => app.get('moddle').toXML(part)));
  return xml.map(part => part.xml).join('\n');
}

async function changes(app, task) {
  const elementTemplates = app.get('elementTemplates');
  const template = elementTemplates.get(task);
  if (!template) {
    return [ `${task.id}: no element template` ];
  }
  const before = await written(app, task);
  const after = await written(app, elementTemplates.applyTemplate(task, template));
  return before === after ? [] : [ `${task.id}: ${before} becomes ${after}` ];
}

const [ folder, ...files ] = process.argv.slice(2);
const templates = readdirSync(folder, { recursive: true }).filter(name => name.endsWith('.json')).map(
  name => JSON.parse(readFileSync(join(folder, name), 'utf8')));
const found = {};
for (const file of files) {
  found[file] = await complaints(readFileSync(file, 'utf8'), templates);
}
console.log(JSON.stringify(found));
