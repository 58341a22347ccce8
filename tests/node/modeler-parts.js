// The parts of Camunda Modeler that modeler.mjs needs, in one bundle.
export { default as Modeler } from 'bpmn-js/lib/Modeler';
export { CloudElementTemplatesCoreModule } from 'bpmn-js-element-templates/core';
export { default as ZeebeBehaviorsModule } from 'camunda-bpmn-js-behaviors/lib/camunda-cloud';
export { default as zeebe } from 'zeebe-bpmn-moddle/resources/zeebe.json';
export { default as modeler } from 'modeler-moddle/resources/modeler.json';
