/**
 * One visit to play back, written by hand: seconds after the last step, and where it goes (`open`)
 * or which button it presses (`press`).
 */
export const sampleVisit = [
  { after: 0, open: '#/' },
  { after: 3, open: '#/c/kitchen' },
  { after: 6, open: '#/p/gooseneck-kettle' },
  { after: 11, open: '#/p/porcelain-dripper' },
  { after: 19, open: '#/p/field-coffee-press' },
  { after: 8, open: '#/p/porcelain-dripper' },
  { after: 14, press: 'add' },
  { after: 5, open: '#/c/table' },
  { after: 7, open: '#/p/everyday-mug' },
  { after: 9, open: '#/p/tall-morning-mug' },
  { after: 6, open: '#/p/everyday-mug' },
  { after: 8, press: 'add' },
  { after: 4, open: '#/p/rain-teapot' },
  { after: 12, press: 'save' },
  { after: 6, open: '#/basket' },
  { after: 10, open: '#/p/gooseneck-kettle' },
  { after: 21, press: 'add' },
  { after: 4, open: '#/basket' },
  { after: 9, open: '#/checkout' },
  { after: 26, press: 'order' },
];
