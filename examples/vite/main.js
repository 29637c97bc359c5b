import { products, showProducts } from 'example-catalog';
import { createPredictor } from 'nextaisle';
import 'nextaisle/element';

const predictor = createPredictor({ consent: 'granted', catalog: products });
document.querySelector('nextaisle-shelf').predictor = predictor;
showProducts(document.querySelector('main'), (product) => predictor.track('view', product));
