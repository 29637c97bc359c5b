export const products = [
  { id: 'mug-1', name: 'Blue mug', category: ['Kitchen', 'Cups'], brand: 'Kilnhouse', price: 18 },
  { id: 'mug-2', name: 'Grey mug', category: ['Kitchen', 'Cups'], brand: 'Kilnhouse', price: 24 },
  {
    id: 'bowl-1',
    name: 'Deep bowl',
    category: ['Kitchen', 'Bowls'],
    brand: 'Kilnhouse',
    price: 29,
  },
  { id: 'tray-1', name: 'Oak tray', category: ['Kitchen', 'Trays'], brand: 'Holt', price: 42 },
  { id: 'lamp-1', name: 'Desk lamp', category: ['Light', 'Lamps'], brand: 'Holt', price: 89 },
  { id: 'vase-1', name: 'Tall vase', category: ['Decor', 'Vases'], brand: 'Kilnhouse', price: 35 },
];

/** The shop's list, for the pages without a framework: a button a product. */
export function showProducts(list, onLook) {
  for (const product of products) {
    const button = document.createElement('button');
    button.dataset.product = product.id;
    button.textContent = product.name;
    button.onclick = () => onLook(product);
    list.append(button);
  }
}
