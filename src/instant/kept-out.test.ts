import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { isKeptOut } from './kept-out.js';

const keeps = (path: string) => isKeptOut(new URL(path, 'https://shop.example'));

test.each([
  // English, and platforms.
  '/cart',
  '/cart.php',
  '/cart/add/7',
  '/cart_items',
  '/?add-to-cart=7',
  '/products/mug?action=addToCart',
  '/index.php?route=checkout/cart',
  '/checkout/onepage',
  '/Customer/Account/LogOut',
  '/users/sign_out',
  '/wp-login.php?action=logout',
  '/my-account/orders/7',
  '/orders',
  '/basket',
  '/wishlist/index/add/product/7',
  '/product/7/delete',
  '/admin/products/7',
  // Other languages, with and without accents, as servers write them.
  '/warenkorb',
  '/de/kasse/',
  '/konto',
  '/abmelden',
  '/panier/ajouter/7',
  '/mon-compte/déconnexion',
  '/compte',
  '/carrito-de-compra',
  '/cerrar-sesión',
  '/cesta',
  '/carrello',
  '/esci',
  '/winkelwagen/toevoegen',
  '/uitloggen',
  '/carrinho',
  '/minha-conta/sair',
  '/koszyk',
  '/wyloguj-się',
  '/sepet',
  '/ödeme',
  '/çıkış',
  '/varukorg',
  '/logga-ut',
  '/košík',
  '/корзина/',
  '/выход',
  '/سلة-التسوق',
  '/カート',
  '/ログアウト',
  '/购物车',
  '/結帳',
  '/장바구니',
  '/로그아웃',
  // Hidden in the ways in which an address can hide a word.
  '/%63art',
  '/%2563art',
  '/p/..%2Fcart',
  '/p/%2e%2e/cart',
  '/p;jsessionid=1/cart',
  '/p/7\\cart',
  '/ｃａｒｔ',
  '/CART',
  '/%/cart',
])('never %s', (path) => {
  expect(keeps(path)).toBe(true);
});

test.each([
  '/',
  '/products/mug-1',
  '/p/leather-bag',
  '/p/laundry-basket',
  '/p/carton-of-milk',
  '/en/garden/chairs/red-chair.html',
  '/dp/B08N5WRWNW',
  '/produkte/kassettenrekorder',
  '/product?id=7&variant=2',
  '/товар/чашка',
  '/商品/マグカップ',
  '/カタログ/マグ',
  '/카탈로그/컵',
  '/входная-дверь',
  '/p/boite-connexion',
  '/p/vloggen-microfoon',
  '/p/100%',
])('a product at %s may be asked for', (path) => {
  expect(keeps(path)).toBe(false);
});

test('the page of the guide lists the same words', () => {
  const root = new URL('../../', import.meta.url);
  const read = (path: string) => readFileSync(new URL(path, root), 'utf8');
  const [, code] = /const WORDS =\n([\s\S]*?);\n/.exec(read('src/instant/kept-out.ts')) ?? [];
  const written = [...code.matchAll(/'([^']+)'/g)].flatMap(([, words]) => words.trim().split(' '));
  const [, table] = read('docs/guide/instant.md').split('| | |\n| --- | --- |\n');
  const listed = table
    .split('\n\n')[0]
    .split('\n')
    .flatMap((line) => line.split('|')[2].trim().split(' '));
  expect(listed.sort()).toEqual(written.sort());
  expect(listed.filter((word) => !keeps(`/${word.replace('=', '')}`))).toEqual([]);
});

test('a long address of no words takes no time', () => {
  expect(keeps(`/p/${'a-'.repeat(900)}b`)).toBe(false);
});
