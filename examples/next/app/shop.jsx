'use client';

import { useImpression, usePrediction, usePredictor, useTrack } from 'nextaisle/react';

export function Product({ product }) {
  const track = useTrack();
  return (
    <button type="button" data-product={product.id} onClick={() => track('view', product)}>
      {product.name}
    </button>
  );
}

export function Shelf() {
  const { items } = usePrediction({ k: 3, exclude: ['current'] });
  return (
    <ul data-shelf>
      {items.map((item) => (
        <Card key={item.id} item={item} />
      ))}
    </ul>
  );
}

function Card({ item }) {
  return <li ref={useImpression(item)}>{usePredictor().item(item.id)?.name}</li>;
}
