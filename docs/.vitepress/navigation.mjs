import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const docs = fileURLToPath(new URL('../', import.meta.url));
const read = (path) => readFileSync(docs + path, 'utf8');

const SHELVES = { guide: 'Guide', evidence: 'Evidence', journal: 'Journal' };

/** The pages that docs/README.md lists, in its order: a page that it does not list comes after them. */
const listed = [...read('README.md').matchAll(/\]\(([^)#]+\.md)/g)].map(([, path]) => path);
const place = (path) => (listed.includes(path) ? listed.indexOf(path) : listed.length);

const titleOf = (path) => /^# (.+)$/m.exec(read(path))?.[1].replaceAll('`', '') ?? path;

/** The pages directly in a folder of docs/, each by its first heading. */
function pagesIn(folder) {
  if (!existsSync(docs + folder)) return [];
  return readdirSync(docs + folder)
    .filter((name) => name.endsWith('.md'))
    .map((name) => folder + name)
    .sort((a, b) => place(a) - place(b) || a.localeCompare(b))
    .map((path) => ({
      text: titleOf(path),
      link: `/docs/${path.replace(/README\.md$/, '').replace(/\.md$/, '')}`,
    }));
}

/** The doors as one imports them: TypeDoc groups those below `nextaisle/` without saying so. */
function doors() {
  const path = 'api/typedoc-sidebar.json';
  const found = existsSync(docs + path) ? JSON.parse(read(path)) : [];
  return found
    .flatMap((entry) =>
      entry.link
        ? [entry]
        : entry.items.map((door) => ({ ...door, text: `${entry.text}/${door.text}` })),
    )
    .sort((a, b) => a.text.localeCompare(b.text));
}

export const sidebar = () => ({
  '/docs/api/': [{ text: 'API', link: '/docs/api/', items: doors() }],
  '/': [
    ...Object.entries(SHELVES).map(([folder, text]) => ({
      text,
      collapsed: folder === 'journal',
      items: pagesIn(`${folder}/`),
    })),
    { text: 'More', items: pagesIn('') },
  ].filter(({ items }) => items.length),
});

export const nav = [
  { text: 'Guide', link: '/docs/guide/getting-started', activeMatch: '^/docs/guide/' },
  { text: 'Evidence', link: '/docs/evidence/accuracy', activeMatch: '^/docs/evidence/' },
  { text: 'API', link: '/docs/api/', activeMatch: '^/docs/api/' },
  { text: 'Demo', link: '/docs/demo' },
];
