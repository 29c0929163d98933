/** Names on the drawing in the language of the page: ihala:nameAr takes the place of name. */

/** Just enough of urn:ihala:bpmn:1 to read Arabic names; the server reads the rest. */
export const ihala = {
  name: 'Ihala',
  prefix: 'ihala',
  uri: 'urn:ihala:bpmn:1',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Named',
      extends: ['bpmn:BaseElement'],
      properties: [{ name: 'nameAr', type: 'String', isAttr: true }],
    },
    { name: 'Step', superClass: ['Element'] },
    { name: 'Clock', superClass: ['Element'] },
    { name: 'Escalation', superClass: ['Element'] },
    { name: 'Variable', superClass: ['Element'] },
  ],
};

/** Call before importing: renames while the XML has been read and nothing is drawn yet. */
export function drawNamesIn(viewer, language) {
  if (language !== 'ar') return;
  viewer.on('import.parse.complete', ({ elementsById }) => {
    for (const element of Object.values(elementsById ?? {})) {
      const arabic = element.get('ihala:nameAr');
      if (!arabic) continue;
      // A group on the drawing shows the value of its category.
      if (element.$instanceOf('bpmn:CategoryValue')) element.value = arabic;
      else element.name = arabic;
    }
  });
}
