/** A page of React: what e2e/predictor.test.ts mounts, twice as StrictMode does. */
import { StrictMode, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { PredictorProvider, usePrediction, usePredictor } from '../src/react.js';

const RULES = { k: 2, exclude: ['current'] };

function Shelf() {
  const predictor = usePredictor();
  const { items, backend } = usePrediction({ k: RULES.k, exclude: RULES.exclude });
  useEffect(() => {
    predictor.track('click', 'chair');
    predictor.track('click', 'stool');
  }, [predictor]);
  return (
    <ul data-backend={backend}>
      {items.map(({ id }) => (
        <li key={id}>{id}</li>
      ))}
    </ul>
  );
}

export function mount(element: Element): () => void {
  const root = createRoot(element);
  root.render(
    <StrictMode>
      <PredictorProvider options={{ model: '/lib/shop.safetensors', consent: 'memory' }}>
        <Shelf />
      </PredictorProvider>
    </StrictMode>,
  );
  return () => root.unmount();
}
