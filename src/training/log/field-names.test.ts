import { expect, test } from 'vitest';
import { fitOf } from './field-names.js';
import type { LogField } from './log-fields.js';
import { wordsOf } from './words-of.js';

test.each([
  ['eventType', 'event type'],
  ['EVENT_TYPE', 'event type'],
  ['CreatedAt', 'created at'],
  ['Item ID', 'item id'],
  ['event.name', 'event name'],
  ['visitorID', 'visitor id'],
  ['visitorid', 'visitor id'],
  ['fullVisitorId', 'full visitor id'],
  ['transactionid', 'transaction id'],
  ['Artikelnummer', 'artikel nummer'],
  ['addtocart', 'add to cart'],
  ['ADD-TO-CART', 'add to cart'],
  ['Référence', 'reference'],
  ['uid', 'uid'],
  ['besucher', 'besucher'],
  ['x'.repeat(9000), 'x'.repeat(300)],
])('%s is the words %s', (name, words) => expect(wordsOf(name).join(' ')).toBe(words));

/** The field that a header is taken for, where it is the only one. */
const fieldOf = (header: string) =>
  (['user', 'session', 'time', 'type', 'item', 'price', 'category', 'brand', 'name'] as const)
    .map((field) => ({ field, fit: fitOf(header, field) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)[0]?.field;

const HEADERS: Record<LogField, string> = {
  user: 'USER_ID,visitorID,userId,anonymousId,Customer ID,customer-id,distinct_id,domain_userid,uid,Kundennummer,Kd-Nr,KdNr,Kundennr.,Klantnummer,Numer klienta,Käufer,OXUSERID,OXCUSTNR,kKunde,用户编号,kunde,Email,properties.distinct_id,user.id,shopperKey,memberNo,ClientID',
  session:
    'sessionId,ga_session_id,Sitzungs-ID,sitzungsid,Session ID,user_session,domain_sessionid,idVisit,visitID,session.id',
  time: 'CreatedAt,action_time,ts_ms,eventTime,event.timestamp,Zeitstempel,Datum,Fecha,derived_tstamp,created_at_utc,InvoiceDate,Bestellzeitpunkt,Rechnungsdatum,Auftragsdatum,Belegdatum,Besteldatum,Data zamówienia,Erstellt am,Erstelldatum,Datum/Uhrzeit,Horodatage,date_add,OXORDERDATE,dErstellt,order date,clicked_at,unix,properties.time',
  type: 'eventType,event_name,event.name,ActionType,behaviorType,Behavior,type,Aktion,user_action,EVENT',
  item: 'Item ID,productId,properties.product_id,product.id,SKU,productSku,Artikelnummer,Art.-Nr.,ArtNr,artnr,cArtNr,VariationNumber,kArtikel,OXARTNUM,OXARTID,articleordernumber,Référence,Référence produit,Réf. article,product_reference,Referencia producto,Kod produktu,Numer artykułu,商品编码,StockCode,line_items.product_id,Lineitem sku,variant_id,item-number,content_ids,Produit',
  price:
    'unitPrice,Lineitem price,items.price,Verkaufspreis,Bruttopreis,Preis (brutto),VK Brutto,Item Cost,Prix unitaire TTC,unit_price_tax_incl,OXBPRICE,Preis,product price,price_usd,price_in_cents',
  category:
    'item_category,productType,properties.category,Kategorie,Artikelgruppe,Rayon,OXCATNID,category_id,Department',
  brand: 'item_brand,Vendor,Marke,properties.brand,manufacturer,product.brand',
  name: 'item_name,productName,Lineitem name,product.title,Libellé produit,Désignation,Artikelomschrijving,Nazwa produktu,OXTITLE,Bezeichnung',
};
test.each(
  Object.entries(HEADERS).flatMap(([field, headers]) =>
    headers.split(',').map((header) => [header, field]),
  ),
)('%s is the %s', (header, field) => expect(fieldOf(header)).toBe(field));

test.each(
  'Art,Auftragsnummer,Rechnungsnummer,Bestellnr,Bestelnummer,Référence commande,OXORDERNR,OXTIMESTAMP,price_tax,event_previous_timestamp,user_first_touch_timestamp,birth_date,updated_at,Fulfilled at,Expiry Date,engagement_time_msec,dwell_s,ga_session_number,item_list_id,item_list_name,promotion_id,Lineitem compare at price,total_price,shipping price,device.category,traffic_source.name,context.campaign.name,context.page.title,page_type,user_type,device_type,user_agent,quantity,num_items,seller_id,stream_id,event_id,country,time_zone'.split(
    ',',
  ),
)('%s is no field', (header) => expect(fieldOf(header)).toBeUndefined());

test("a line's own number is the last to be taken for a product", () => {
  expect(fitOf('line_items.id', 'item')).toBeLessThan(fitOf('line_items.sku', 'item'));
  expect(fitOf('order_item_id', 'item')).toBeLessThan(fitOf('product_id', 'item'));
});
