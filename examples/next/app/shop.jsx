'use client';

import { useImpression, usePrediction, useTrack } from 'nextaisle/react';

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
