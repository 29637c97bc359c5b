import { onLanguage, speakPanels } from '../lang/panels.js';
import { say } from '../lang/say.js';
import { trouble } from './dom.js';

// Which panel is shown is in the address, so that it can be linked to; each is made when it is first opened.

const PANELS = {
  why: async () => (await import('./why.js')).mountWhy,
  compare: async () => (await import('./compare.js')).mountCompare,
  moments: async () => (await import('./moments.js')).mountMoments,
  segments: async () => (await import('./segments.js')).mountSegments,
};
const main = document.getElementById('main');
const mounted = new Set();

async function mount(name, room) {
  mounted.add(name);
  try {
    const start = await PANELS[name]();
    room.replaceChildren();
    start(room);
  } catch (error) {
    mounted.delete(name);
    room.replaceChildren(trouble(error.message, () => mount(name, room)));
  }
}

function open(first = false) {
  const [, wanted] = location.hash.split('/');
  const name = Object.hasOwn(PANELS, wanted) ? wanted : 'why';
  for (const panel of main.querySelectorAll('[data-panel]')) {
    panel.hidden = panel.dataset.panel !== name;
    if (panel.hidden) continue;
    document.title = say('{panel} · Studio', {
      panel: panel.querySelector('h1').textContent,
    });
    if (!mounted.has(name)) mount(name, panel.querySelector('.panel-room'));
  }
  for (const link of document.querySelectorAll('#panels a')) {
    if (link.hash !== `#/${name}`) {
      link.removeAttribute('aria-current');
      continue;
    }
    link.setAttribute('aria-current', 'page');
    // On a phone they do not all fit.
    link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - 24;
  }
  if (first) return;
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

addEventListener('hashchange', () => {
  // The skip link's.
  if (location.hash !== '#main') open();
});
await speakPanels('.panel-room');
onLanguage(() => open(true));
open(true);
