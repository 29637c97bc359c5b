import type { Phrase, Speech } from './speech.js';
import { el } from './view.js';

/** Views of which one is shown: arrow keys, Home and End move between them. */
export function createTabs<Name extends Phrase>(
  names: readonly Name[],
  { say }: Speech,
  first: Name,
  onSelect: (name: Name) => void,
) {
  const list = el('div', { role: 'tablist', 'aria-label': say('Views') });
  const panel = el('div', { role: 'tabpanel', id: 'panel', tabindex: '0' });
  const counts = new Map<string, HTMLElement>();
  let selected = first;
  const tabs = names.map((name) => {
    const count = el('span', { class: 'count' });
    count.hidden = true;
    counts.set(name, count);
    const tab = el(
      'button',
      { type: 'button', role: 'tab', id: `tab-${name}`, 'aria-controls': 'panel' },
      say(name),
      count,
    );
    tab.addEventListener('click', () => select(name));
    return tab;
  });
  list.append(...tabs);
  list.addEventListener('keydown', (event) => {
    const at = names.indexOf(selected);
    const steps: Record<string, number> = {
      ArrowRight: at + 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: -1,
    };
    const step = Object.hasOwn(steps, event.key) ? steps[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    const next = (step + names.length) % names.length;
    select(names[next]);
    tabs[next].focus();
  });

  function mark(): void {
    names.forEach((name, at) => {
      tabs[at].setAttribute('aria-selected', String(name === selected));
      tabs[at].tabIndex = name === selected ? 0 : -1;
    });
    panel.setAttribute('aria-labelledby', `tab-${selected}`);
  }
  function select(name: Name): void {
    selected = name;
    mark();
    onSelect(name);
    panel.scrollTop = 0;
  }
  mark();

  return {
    list,
    panel,
    selected: () => selected,
    focus: () => tabs[names.indexOf(selected)].focus(),
    /** A number beside the name, with what it counts for those who do not see it. */
    count(name: Name, count: number, what: string): void {
      const badge = counts.get(name);
      if (!badge) return;
      badge.hidden = !count;
      badge.textContent = String(count);
      badge.setAttribute('aria-label', what);
      badge.setAttribute('role', 'img');
    },
  };
}
