/** Names on the drawing in the language of the page: ihala:nameAr takes the place of name. */

const attributes = (...names) => names.map((name) => ({ name, type: 'String', isAttr: true }));

/** The words of urn:ihala:bpmn:1. The page reads only Arabic names; a word that is not listed here is a warning. */
export const ihala = {
  name: 'Ihala',
  prefix: 'ihala',
  uri: 'urn:ihala:bpmn:1',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'Named',
      extends: ['bpmn:BaseElement'],
      properties: attributes('nameAr', 'category', 'reference', 'party', 'status'),
    },
    {
      name: 'Step',
      superClass: ['Element'],
      properties: attributes(
        'stage', 'form', 'unit', 'party', 'role', 'differsFrom', 'sensitivity', 'answers', 'skippable',
      ),
    },
    { name: 'Clock', superClass: ['Element'], properties: attributes('amount', 'unit', 'pausable') },
    { name: 'Escalation', superClass: ['Element'], properties: attributes('after', 'to') },
    { name: 'Variable', superClass: ['Element'], properties: attributes('name', 'type', 'values', 'initial') },
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
