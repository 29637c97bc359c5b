import { scriptStart } from './start.js';
import { type Measured, measure } from './measure.js';
import type { Shape } from './peers/inputs.js';
import { openOrt } from './peers/ort.js';

const query = new URLSearchParams(location.search);
const items = Number(query.get('items'));
const engine = query.get('engine');

(window as unknown as { measured: Promise<Measured> }).measured = measure(
  async (file) => {
    const shape = JSON.parse(
      new TextDecoder().decode(await file(`/models/${items}.json`)),
    ) as Shape;
    if (engine === 'stock') {
      const { openStock } = await import('./peers/stock.js');
      return openStock(shape, await file(`/models/${items}.safetensors`));
    }
    const onnx = (name: string) => file(`/models/${items}.${name}.onnx`);
    return openOrt(shape, onnx, engine === 'ort');
  },
  scriptStart,
  { items, events: Number(query.get('events')) },
);
