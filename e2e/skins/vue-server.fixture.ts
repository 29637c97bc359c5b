import { renderToString } from 'vue/server-renderer';
import { shop } from './vue-page.fixture.js';

export const render = (): Promise<string> => renderToString(shop());
