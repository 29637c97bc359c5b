import { renderToString } from 'react-dom/server';
import { shop } from './react-page.fixture.js';

export const render = async (): Promise<string> => renderToString(shop());
