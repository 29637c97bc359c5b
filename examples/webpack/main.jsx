import { products } from 'example-catalog';
import { PredictorProvider, useImpression, usePrediction, useTrack } from 'nextaisle/react';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

function Shop() {
  const track = useTrack();
  return products.map((product) => (
    <button
      type="button"
      key={product.id}
      data-product={product.id}
      onClick={() => track('view', product)}
    >
      {product.name}
    </button>
  ));
}

function Shelf() {
  const { items } = usePrediction({ k: 3, exclude: ['current'] });
  return (
    <ul data-shelf>
      {items.map((shown) => (
        <Card key={shown.id} shown={shown} />
      ))}
    </ul>
  );
}

function Card({ shown }) {
  const { name, price } = shown.item;
  return (
    <li ref={useImpression(shown)}>
      {name} <b>{price}</b>
    </li>
  );
}

// React 18 here; the Next.js example has 19.
createRoot(document.querySelector('main')).render(
  <StrictMode>
    <PredictorProvider options={{ consent: 'granted', catalog: products }}>
      <Shop />
      <Shelf />
    </PredictorProvider>
  </StrictMode>,
);
