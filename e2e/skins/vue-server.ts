import { renderToString } from 'vue/server-renderer';
import { shop } from './vue-page.js';

export const render = (): Promise<string> => renderToString(shop());
