/** The page of e2e/skins.test.ts in React, mounted twice as StrictMode does. */
import { StrictMode, useEffect, useState, version } from 'react';
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
    const answers = LOOKED_AT.map((id) => track('click', id));
    Object.assign(window, { answers, track });
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
      <Rest />
    </section>
  );
}

/** A rule written in place, and an effect that would render for ever if each render had another result. */
function Rest() {
  const [hidden, hide] = useState('');
  const [, setChanges] = useState(0);
  const rest = usePrediction({ k: 9, exclude: ({ id }) => id === hidden });
  // biome-ignore lint/correctness/useExhaustiveDependencies: it counts the results.
  useEffect(() => setChanges((count) => count + 1), [rest]);
  useEffect(() => {
    Object.assign(window, { hide });
  }, []);
  return <p data-rest>{rest.items.map(({ id }) => id).join(' ')}</p>;
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
