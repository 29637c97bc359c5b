import type { Sentences } from '../words.js';

/** Polish. */
export const sentences: Sentences = {
  'brand.catalog': 'Ogląda {name} {times} raza tyle, ile wynikałoby z udziału w katalogu.',
  'brand.even': 'Ogląda {name} {times} raza tyle co przeciętną markę.',
  'brand.log': 'Ogląda {name} {times} raza tyle co inni klienci.',
  'category.catalog': 'Ogląda {name} {times} raza tyle, ile wynikałoby z udziału w katalogu.',
  'category.even': 'Ogląda {name} {times} raza tyle co przeciętną kategorię.',
  'category.log': 'Ogląda {name} {times} raza tyle co inni klienci.',
  comparison: 'Porównuje w „{name}”: {items}.',
  'pace.quick': 'Porusza się szybciej niż podczas poprzednich wizyt.',
  'pace.slow': 'Porusza się wolniej niż podczas poprzednich wizyt.',
  'pace.usual': 'Porusza się tak szybko jak podczas poprzednich wizyt.',
  'price.high': 'Ogląda najdroższą jedną trzecią kategorii.',
  'price.low': 'Ogląda najtańszą jedną trzecią kategorii.',
  'price.middle': 'Ogląda produkty ze średniej półki cenowej kategorii.',
  'stage.bought': 'Podczas tej wizyty złożono zamówienie.',
  'stage.browsing': 'Rozgląda się.',
  'stage.comparing': 'Porównuje produkty.',
  'stage.deciding': 'Podejmuje decyzję.',
  'visitor.new': 'Na tym urządzeniu nie zapisano żadnej wcześniejszej wizyty.',
  'visitor.returning': 'To nie pierwsza wizyta: liczba wizyt w tej historii: {visits}.',
  'visitor.unknown': 'Nie wiadomo, czy były wcześniejsze wizyty.',
};
