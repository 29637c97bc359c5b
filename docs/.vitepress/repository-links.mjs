import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const { GITHUB_REPOSITORY: repository, GITHUB_SHA: commit = 'main' } = process.env;

/**
 * A plugin of markdown-it for links that are right in the repository. Those to a README lead to the
 * index of its folder; those to code lead to the forge, and are plain text where there is none.
 */
export function repositoryLinks(markdown) {
  markdown.core.ruler.push('repository-links', ({ tokens, env }) => {
    for (const { children } of tokens) {
      if (children) relink(children, env.realPath ?? env.path);
    }
  });
}

function relink(tokens, page) {
  let unlinked = false;
  for (const token of tokens) {
    if (token.type === 'link_close' && unlinked) {
      token.tag = 'span';
      unlinked = false;
    }
    if (token.type !== 'link_open') continue;
    const href = token.attrGet('href');
    if (/^([a-z]+:|#|\/)/.test(href)) continue;
    const [path, anchor] = href.split('#');
    if (path.endsWith('README.md')) {
      token.attrSet('href', path.replace(/README\.md$/, 'index.md') + (anchor ? `#${anchor}` : ''));
    } else if (!/\.(md|html)$|\/$/.test(path)) {
      const file = join(dirname(page), path);
      if (!existsSync(file))
        throw new Error(`${relative(root, page)} links to ${path}: no such file`);
      unlinked = !repository;
      if (unlinked) [token.tag, token.attrs] = ['span', null];
      else {
        const address = `https://github.com/${repository}/blob/${commit}/${relative(root, file)}`;
        token.attrSet('href', address);
      }
    }
  }
}
