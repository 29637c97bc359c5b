import { products } from 'example-catalog';
import { Product, Shelf } from './shop';

/** A server component: the list is in the page's HTML, the shelf is the shopper's own. */
export default function Page() {
  return (
    <main>
      {products.map((product) => (
        <Product key={product.id} product={product} />
      ))}
      <Shelf />
    </main>
  );
}
