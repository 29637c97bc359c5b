import type { ActionType } from '../../events/event.js';

/** What an action of a log is. `ignored`: known, and not about a product. */
export type Act = ActionType | 'ignored';

/**
 * What words of a phrase mean, in German, French, Spanish, Italian, Dutch and Polish, as `wordsOf` gives them: without
 * accents, and umlauts in both ways of writing.
 */
const WORDS = {
  cart: 'warenkorb einkaufswagen einkaufskorb korb panier carrito cesta carrello winkelwagen winkelmand winkelmandje koszyk koszyka cart basket',
  wish: 'merkliste merkzettel wunschliste wunschzettel favoriten favoris favoritos preferiti verlanglijst verlanglijstje favorieten ulubionych ulubione envies deseos desideri zyczen wishlist',
  list: 'liste lista listy',
  till: 'kasse caisse caja cassa kassa kasy',
  product:
    'produkt produkte artikel produktseite artikelseite produktdetailseite produktdetails artikeldetails detailseite produit article fiche producto articulo ficha prodotto articolo scheda product productpagina produktu towar towaru',
  category:
    'kategorie kategorieseite produktliste categorie categoria categoriepagina kategorii kategoria',
  page: 'seite startseite webseite page pagina strona strone home homepage',
  order:
    'bestellung kauf auftrag zahlung bezahlung commande achat paiement pedido compra pago ordine acquisto pagamento bestelling aankoop betaling zamowienie zamowienia zakup platnosc',
  add: 'gelegt gepackt getan hinzugefugt hinzugefuegt aufgenommen legen hinzufugen hinzufuegen ajoute ajoutee ajouter mis mise anadido anadida agregado agregada anadir agregar aggiunto aggiunta aggiungere inserito inserita messo toegevoegd toevoegen gelegd dodano dodany dodane dodaj gesetzt gemerkt',
  remove:
    'entfernt geloscht geloescht genommen entfernen loschen loeschen retire retiree retirer supprime supprimee supprimer enleve enlevee quitado quitada eliminado eliminada quitar eliminar rimosso rimossa rimuovere eliminato eliminata tolto verwijderd verwijderen usunieto usuniety usunieta usun removed',
  view: 'angesehen angeschaut angezeigt betrachtet aufgerufen geoffnet geoeffnet geklickt angeklickt gesehen vu vue consulte consultee affiche affichee ouvert ouverte clique visto vista visualizado visualizada consultado consultada abierto abierta visualizzato visualizzata aperto aperta cliccato bekeken geopend getoond aangeklikt obejrzano obejrzany wyswietlono wyswietlony otwarto kliknieto',
  bought:
    'gekauft bestellt bezahlt erworben achete achetee paye payee comprado comprada pagado pagada acquistato acquistata comprato comprata ordinato ordinata pagato gekocht besteld betaald kupiono kupiony zakupiono zamowiono oplacono oplacone',
  done: 'abgeschlossen aufgegeben getatigt getaetigt eingegangen bestatigt bestaetigt erfolgt erfolgreich passee passe effectue effectuee valide validee termine terminee confirme confirmee accepte realizado realizada completado completada confirmado confirmada finalizado finalizada effettuato effettuata completato completata confermato geplaatst afgerond voltooid bevestigd zlozono zlozone zrealizowano zrealizowane potwierdzono potwierdzone',
  begun:
    'begonnen gestartet gegangen commence commencee demarre demarree iniciado iniciada iniziato iniziata gestart rozpoczeto',
  undone:
    'storniert abgebrochen verlassen abgelehnt fehlgeschlagen annule annulee abandonne abandonnee refuse echoue cancelado cancelada abandonado abandonada rechazado anulado annullato annullata abbandonato abbandonata rifiutato fallito geannuleerd verlaten mislukt anulowano anulowane porzucono porzucony',
  searched: 'gesucht recherche buscado buscada cercato cercata gezocht szukano wyszukano',
  between:
    'in im ins den dem der das die des zum zur aus auf vom von ein eine wurde ist hat au aux a la le les l du d de dans un une est ete al el en del los las su fue ha se nel nello nella dal dalla alla alle ai agli il lo e stato stata aan uit de het op naar is z do na ze zostal zostala zostalo',
} as const;

type Part = keyof typeof WORDS;
const PART_OF = new Map<string, Part>();
for (const [part, words] of Object.entries(WORDS) as [Part, string][]) {
  for (const word of words.split(' ')) if (!PART_OF.has(word)) PART_OF.set(word, part);
}

/**
 * What a phrase of words says that was done: `in den Warenkorb gelegt`, `produit consulté`. Each of its words has to
 * be known, as one may turn it round: nobody bought in `nicht gekauft`.
 * @param words with a blank between them.
 */
export function actOfPhrase(words: string): Act | undefined {
  const parts = new Set<Part>();
  for (const word of words.split(' ')) {
    const part = PART_OF.get(word);
    if (part === undefined) return undefined;
    if (part !== 'between' && part !== 'list') parts.add(part);
  }
  const has = (...all: Part[]) => all.every((part) => parts.has(part));
  const verbs = [...parts].filter((part) => VERBS.has(part));
  // Two acts in one name, or none: `Kasse` alone may be a page.
  if (verbs.length !== 1) return undefined;
  const [verb] = verbs;
  if (verb === 'undone') return 'ignored';
  if (has('cart')) {
    if (has('wish')) return undefined;
    return { add: 'cart', remove: 'remove', view: 'ignored' }[verb as string] as Act | undefined;
  }
  if (has('wish')) {
    return { add: 'wishlist', remove: 'ignored', view: 'ignored' }[verb as string] as
      | Act
      | undefined;
  }
  if (has('till')) return verb === 'begun' || verb === 'view' ? 'checkout' : undefined;
  if (has('page')) return verb === 'view' ? 'ignored' : undefined;
  if (verb === 'searched') return 'search';
  if (verb === 'bought') return 'purchase';
  if (has('order'))
    return { done: 'purchase', begun: 'checkout' }[verb as string] as Act | undefined;
  if (verb !== 'view') return undefined;
  return has('category') ? 'category' : 'click';
}

const VERBS = new Set<Part>([
  'add',
  'remove',
  'view',
  'bought',
  'done',
  'begun',
  'undone',
  'searched',
]);
