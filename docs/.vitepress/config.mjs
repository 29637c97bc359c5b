import { repositoryLinks } from './repository-links.mjs';
import { nav, sidebar } from './navigation.mjs';

const [, repository] = process.env.GITHUB_REPOSITORY?.split('/') ?? [];

/** `{{name}}` in code is text, not an expression of Vue. */
function codeAsItIs(markdown) {
  const draw = markdown.renderer.rules.code_inline;
  markdown.renderer.rules.code_inline = (tokens, i, ...rest) => {
    tokens[i].attrSet('v-pre', '');
    return draw(tokens, i, ...rest);
  };
}

// The pages are where people read them on the forge: README.md is the home, docs/ the rest.
export default {
  title: 'nextaisle',
  description: "A shopper's next step and next product, predicted in the page.",
  srcDir: '..',
  srcExclude: ['{src,e2e,bench,scripts,scale,lint,demo,api}/**', 'examples/*/**', 'weights/**'],
  rewrites: {
    'README.md': 'index.md',
    'docs/README.md': 'docs/index.md',
    'docs/:shelf/README.md': 'docs/:shelf/index.md',
    'examples/README.md': 'examples/index.md',
  },
  // GitHub Pages serves a repository below its name.
  base: repository ? `/${repository}/` : '/',
  markdown: { config: (markdown) => markdown.use(repositoryLinks).use(codeAsItIs) },
  themeConfig: {
    nav,
    sidebar: sidebar(),
    search: {
      provider: 'local',
      options: {
        // A page that explains comes before a reference that only names.
        miniSearch: {
          searchOptions: { boostDocument: (id) => (id.includes('/docs/api/') ? 0.15 : 1) },
        },
      },
    },
    outline: { level: [2, 3] },
  },
};
