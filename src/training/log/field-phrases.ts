import type { LogField } from './log-fields.js';

/** Words that stand for one another in a header. English first, then what other shops write. */
export const ALIKE: Record<string, string> = {
  U: 'user visitor customer client shopper member buyer person account profile contact consumer kunde kunden nutzer benutzer besucher cliente utilisateur usuario visiteur',
  S: 'session visit sitzung sesion seance',
  E: 'event action behavior behaviour operation activity interaction ereignis aktion evento accion evenement',
  I: 'item product article artikel produkt produit producto articulo sku asin goods listing offer',
  T: 'timestamp time ts date tstamp zeitpunkt zeitstempel zeit datum fecha heure',
  K: 'id key code uuid guid hash identifier number no nr num nummer numero',
};

/**
 * How fields are named, best first: a header fits when it ends in these words. A capital letter is one of
 * the words above. Among them the names of GA4, RetailRocket, REES46, OTTO, JData, Taobao and UCI's logs.
 */
export const PHRASES: Record<LogField, string> = {
  user: 'user pseudo id,visitor id,user id,customer id,client id,full visitor id,distinct id,anonymous id,shopper id,member id,buyer id,U id,U K,shopper,user,customer,visitor,uid,U,device id,cookie id,browser id,guest id,cookie,email,user name',
  session:
    'user session,ga session id,session id,session,visit id,id visit,visit,S id,S uuid,S key,S guid,S hash,S',
  time: 'event timestamp,event time,timestamp,time,ts,date time,time stamp,E timestamp,E time,derived tstamp,tstamp,event date,date,created at,occurred at,E at,E date,order date,order time,ordered at,paid at,invoice date,purchase date,at,T,second,seconds',
  type: 'event name,event type,event,action type,action,type,behavior type,behavior,behaviour,operation,E name,E type,E typ,E,verb,typ',
  item: 'item id,product id,article id,sku id,sku,asin,aid,page 2 clothing model,item,product,article,I K,I,stock code,content id,variant id,variant sku,gtin,ean,upc,isbn,mpn',
  price:
    'item price,price,unit price,I price,preis,prix unitaire,prix,precio,einzelpreis,I preis,I prix,I precio',
  category:
    'category code,item category,category path,category name,category,category id,cate,cate id,cat,page 1 main category,I category,I type,department,kategorie,warengruppe,categorie,categoria',
  brand: 'item brand,brand,brand name,manufacturer,vendor,I brand,marke,marque,marca,hersteller',
  name: 'item name,product name,title,name,I name,I title,description,bezeichnung,I bezeichnung',
};

/** Words before a phrase that make it another thing: `first_touch_timestamp`, `item_list_id`. */
export const OTHER_THING: Record<LogField, string> = {
  user: 'ref referrer referred referring seller vendor merchant staff admin sales agent assigned owner parent author created updated modified invited tenant shop store billing shipping product item',
  session: 'previous prev next first last engaged number no count start',
  time: 'birth born expiry expires expired expiration delivery delivered shipping shipped ship fulfilled due signup registration registered first last previous prev next end ended modified updated update deleted cancelled canceled refunded published release released available duration elapsed response load loading processing dwell spent total count since etl install installed zone offset engagement video user customer member',
  type: 'next previous prev last first item product article sku order line page cart basket domain content contents shop',
  item: 'list promotion parent group related previous prev next similar recommended source referrer ref bundle number num of total count quantity qty n first last max min coupon query viewed',
  price:
    'compare old regular original list msrp rrp shipping total discount cost previous prev min max avg average tax order cart sub wholesale',
  category: 'event',
  brand: '',
  name: 'event events hit hits order orders shop',
};

/** Where other words before a phrase are not tolerated: `device.category`, `traffic_source.name`. */
export const STRICT = new Set<LogField>(['category', 'brand', 'name']);
/** So short that other words before it make it another thing: `page_type`, `dwell_seconds`. */
export const ALONE = new Set(['type', 'typ', 'verb', 'second', 'seconds']);
/** What stands around the fields of an event in exports, and says nothing. */
export const AROUND = new Set(
  'properties property props params param payload context contexts data traits ecommerce event events items item products product hit hits message body attributes fields record log raw shop ga tr ti domain line lines content contents cart basket order orders main sub leaf article articles unstruct track'.split(
    ' ',
  ),
);
/** Seconds in a header are a unit, not a part of the name: `ts_ms`, `created_at_utc`. */
export const UNIT =
  /^(?:ms|msec|millis|milliseconds?|us|usec|micros|microseconds?|ns|nanos|nanoseconds?|s|sec|secs|utc|gmt|unix|epoch|iso|iso8601|local)$/;
export const MONEY = /^(?:usd|eur|gbp|chf|inr|jpy|cents?|minor|net|gross|in)$/;
/** A line of an order has an id of its own, which is no product's. */
export const LINE_OF = new Set(['line', 'order', 'cart', 'basket', 'row']);
