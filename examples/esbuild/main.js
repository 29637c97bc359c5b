import { products, showProducts } from 'example-catalog';
import { createPredictor } from 'nextaisle';
import 'nextaisle/element';
// esbuild does not follow `new URL(…, import.meta.url)`: the page names the model.
import model from 'nextaisle/weights/base.safetensors';

const predictor = createPredictor({ model, consent: 'granted', catalog: products });
document.querySelector('nextaisle-shelf').predictor = predictor;
showProducts(document.querySelector('main'), (product) => predictor.track('view', product));
