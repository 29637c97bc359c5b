import { expect, test } from 'vitest';
import { createActionReader } from './action-names.js';

const read = createActionReader();

const PHRASES: Record<string, string> = {
  click:
    'Produkt angesehen,Artikel aufgerufen,Produktdetailseite geöffnet,angeklickt,Produit consulté,fiche produit vue,Producto visto,Prodotto visualizzato,product bekeken,obejrzano produkt,wyświetlono produkt',
  cart: 'in den Warenkorb gelegt,In den Warenkorb gelegt,Artikel in den Warenkorb gelegt,in_den_warenkorb_gelegt,dem Warenkorb hinzugefügt,zum Warenkorb hinzugefuegt,in den Einkaufswagen gelegt,ajouté au panier,Produit ajouté au panier,mis dans le panier,añadido al carrito,agregado a la cesta,inserito nel carrello,messo nel carrello,toegevoegd aan winkelwagen,in winkelmandje gelegd,dodano do koszyka,produkt dodany do koszyka',
  remove:
    'aus dem Warenkorb entfernt,aus Warenkorb gelöscht,aus dem Warenkorb genommen,retiré du panier,supprimé du panier,quitado del carrito,eliminado de la cesta,rimosso dal carrello,tolto dal carrello,verwijderd uit winkelwagen,usunięto z koszyka',
  wishlist:
    'auf die Merkliste gesetzt,zum Merkzettel hinzugefügt,zur Wunschliste hinzugefügt,ajouté aux favoris,ajouté à la liste d’envies,añadido a la lista de deseos,aggiunto ai preferiti,toegevoegd aan verlanglijst,dodano do ulubionych',
  purchase:
    'gekauft,bestellt,Artikel bezahlt,Kauf abgeschlossen,Bestellung aufgegeben,Bestellung wurde bestätigt,acheté,produit acheté,commande passée,paiement effectué,comprado,pedido realizado,compra completada,acquistato,ordine effettuato,gekocht,besteld,bestelling geplaatst,kupiono,zakupiono produkt,złożono zamówienie',
  checkout: 'zur Kasse gegangen,Kasse aufgerufen,Bestellung begonnen,commande commencée',
  search: 'gesucht,Produkt gesucht,recherché,buscado,cercato,gezocht,szukano',
  category: 'Kategorie angesehen,catégorie consultée,categoria visualizzata,categorie bekeken',
  ignored:
    'Warenkorb angesehen,Warenkorb aufgerufen,panier consulté,carrito abandonado,Warenkorb verlassen,Bestellung storniert,commande annulée,paiement refusé,Seite aufgerufen,Startseite angesehen,von der Merkliste entfernt,Zahlung fehlgeschlagen',
};

test.each(
  Object.entries(PHRASES).flatMap(([act, names]) =>
    names.split(',').map((name) => [name, act] as const),
  ),
)('%s is %s', (name, act) => expect(read(name)).toBe(act));

test.each([
  'nicht gekauft',
  'Newsletter bestellt',
  'Gutschein hinzugefügt',
  'Katalog bestellt',
  'Termin abgeschlossen',
  'Kasse',
  'aus dem Warenkorb auf die Merkliste gesetzt',
  'Bewertung abgegeben',
  'compte créé',
])('%s is said to be unknown', (name) => expect(read(name)).toBeUndefined());
