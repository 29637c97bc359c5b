/** The rule as `when()` takes it; what says nothing is left out. */
export function ruleOf({ bands, above, below, leave, events, category }) {
  const intent = {};
  if (bands.size && bands.size < 3) intent.band = bands.size > 1 ? [...bands] : [...bands][0];
  if (above > 0 || below < 1) {
    intent.purchase = {};
    if (above > 0) intent.purchase.above = above;
    if (below < 1) intent.purchase.below = below;
  }
  return {
    ...(Object.keys(intent).length && { intent }),
    ...(leave > 0 && { actions: { leave: { above: leave } } }),
    ...(category && { item: { category } }),
    ...(events > 1 && { events: { atLeast: events } }),
  };
}

/** The call that a shop would write. */
export function codeOf(rule) {
  const fields = Object.entries(rule).map(([name, value]) => `    ${name}: ${literal(value)},`);
  const object = fields.length ? `{\n${fields.join('\n')}\n  }` : '{}';
  return `predictor.when(\n  ${object},\n  () => showOffer(),\n  { id: 'offer', once: 'session', holdout: 0.2 },\n);`;
}

function literal(value) {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (typeof value === 'object') {
    return `{ ${Object.entries(value)
      .map(([name, one]) => `${name}: ${literal(one)}`)
      .join(', ')} }`;
  }
  return typeof value === 'string' ? `'${value.replace(/[\\']/g, '\\$&')}'` : String(value);
}
