/** The page of e2e/skins.test.ts in React, mounted twice as StrictMode does. */
import { StrictMode, useEffect, version } from 'react';
import { hydrateRoot } from 'react-dom/client';
import {
  type Prediction,
  type Predictor,
  PredictorProvider,
  useImpression,
  usePrediction,
  usePredictor,
  useStatus,
  useTrack,
} from '../../src/react.js';
import { LOOKED_AT, OPTIONS, RULES } from './shop.fixture.js';

function Card({ item }: { item: Prediction['items'][number] }) {
  return <li ref={useImpression(item)}>{item.id}</li>;
}

function Shelf() {
  const predictor = usePredictor();
  const track = useTrack();
  const { items, backend } = usePrediction({ k: RULES.k, exclude: [...RULES.exclude] });
  useEffect(() => {
    for (const id of LOOKED_AT) track('click', id);
  }, [track]);
  useEffect(() => {
    Object.assign(window, { predictor });
  }, [predictor]);
  return (
    <section data-status={useStatus()} data-backend={backend}>
      <ul>
        {items.map((item) => (
          <Card key={item.id} item={item} />
        ))}
      </ul>
    </section>
  );
}

export const shop = (predictor?: Predictor) => (
  <StrictMode>
    <PredictorProvider predictor={predictor} options={OPTIONS}>
      <Shelf />
    </PredictorProvider>
  </StrictMode>
);

export { version };

export function mount(element: Element, predictor?: Predictor): () => void {
  const root = hydrateRoot(element, shop(predictor));
  return () => root.unmount();
}
