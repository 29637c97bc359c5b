import type { LogField } from './log-fields.js';

/** Words that stand for one another in a header. English first, then what other shops write. */
export const ALIKE: Record<string, string> = {
  U:
    'user visitor customer client shopper member buyer person account profile contact consumer kunde kunden nutzer benutzer besucher cliente clienti utilisateur usuario visiteur acheteur comprador visitante utente acquirente klant gebruiker klient klienta klanten kaufer besteller uzytkownik kullanici musteri uye ziyaretci khachhang nguoidung ' +
    'пользователь пользователя клиент клиента покупатель покупателя посетитель посетителя 用户 用戶 使用者 会员 會員 客户 客戶 顾客 顧客 买家 買家 访客 訪客 会員 お客様 ユーザー ユーザ 사용자 유저 고객 회원 방문자',
  S: 'session visit sitzung sitzungs sesion seance sessione sessao sessie sesja oturum phien сессия сессии сеанс сеанса визит визита 会话 會話 セッション 세션',
  E:
    'event action behavior behaviour operation activity interaction ereignis aktion evento accion evenement acao azione gebeurtenis actie zdarzenie akcja eylem olay hanhdong sukien ' +
    'событие события деиствие деиствия 行为 行為 事件 操作 动作 動作 行動 アクション イベント 행동 액션 이벤트',
  I:
    'item product article artikel produkt produit producto articulo sku asin goods listing offer produto artigo prodotto articolo urun towar towaru artykul artykulu produktu sanpham ' +
    'товар товара артикул продукт продукта 商品 产品 產品 货品 製品 アイテム 상품 제품 아이템',
  T:
    'timestamp time ts date tstamp zeitpunkt zeitstempel horodatage zeit datum fecha heure hora datahora tarih zaman tijd tijdstip czas thoigian ngay ' +
    'время дата 时间 時間 时间戳 時間戳 日期 日時 日付 日 タイムスタンプ 시간 일시 날짜 일자 일 타임스탬프',
  K: 'id key code uuid guid hash identifier number no nr num nummer numero codigo cod identifiant kod kodu numer код номер ид идентификатор 编号 編號 编码 番号 号 號 コード 번호 코드 아이디',
  O: 'order transaction invoice receipt purchase bestell bestellung bestel bestelling auftrag auftrags rechnung rechnungs beleg facture factura fattura factuur faktura faktury kauf commande achat pedido compra ordine acquisto venda venta vente sale verkauf vendita satis siparis zamowienie zamowienia donhang заказ заказа покупка покупки продажа продажи 订单 訂單 注文 購入 购买 購買 下单 下單 주문 구매',
  Y: 'type typ tipo tip tipi tur turu loai тип 类型 類型 種別 種類 タイプ 유형 종류',
  P: 'price preis prix precio preco prezzo prijs cena fiyat fiyati gia цена 价格 價格 售价 售價 单价 單價 価格 単価 가격 단가',
  C: 'category kategorie categorie categoria kategoria kategori kategorisi danhmuc категория категории 类目 類目 类别 類別 分类 分類 品类 品類 カテゴリ カテゴリー 카테고리 분류',
  B: 'brand marke marque marca marka markasi merk thuonghieu бренд 品牌 ブランド 브랜드',
  R: 'reference referencia riferimento referentie ref',
  N: 'name bezeichnung designation libelle intitule omschrijving denominazione nom nome nombre nazwa naam adi ten название наименование 名称 名稱 名 명 이름',
};

/**
 * How fields are named, best first: a header fits when it ends in these words. A capital letter is one of
 * the words above. Among them the names of GA4, RetailRocket, REES46, OTTO, JData, Taobao and UCI's logs.
 */
export const PHRASES: Record<LogField, string> = {
  user: 'user pseudo id,visitor id,user id,customer id,client id,full visitor id,distinct id,anonymous id,shopper id,member id,buyer id,U id,U K,shopper,user,customer,visitor,uid,U,device id,cookie id,browser id,guest id,cookie,email,user name,U N',
  session:
    'user session,ga session id,session id,session,visit id,id visit,visit,S id,S uuid,S key,S guid,S hash,S',
  time: 'event timestamp,event time,timestamp,time,ts,date time,time stamp,E timestamp,E time,derived tstamp,tstamp,event date,date,created at,occurred at,E at,E date,erstellt am,erstell datum,angelegt am,date add,date creation,fecha creacion,datum uhrzeit,date heure,order date,order time,ordered at,paid at,invoice date,purchase date,at,T,second,seconds,O T',
  type: 'event name,event type,event,action type,action,type,behavior type,behavior,behaviour,operation,E name,E Y,E,verb,typ',
  item: 'item id,product id,article id,sku id,sku,asin,aid,page 2 clothing model,item,product,article,I K,I,stock code,content id,variant id,variation id,variation number,variant sku,gtin,ean,upc,isbn,mpn,I R,R',
  price: 'item price,price,unit price,I price,einzelpreis,P,I P,vk,item cost',
  category:
    'category code,item category,category path,category name,category,category id,cate,cate id,cat,page 1 main category,I category,I type,department,warengruppe,artikelgruppe,produktgruppe,rayon,famille,C,I C,I C K',
  brand: 'item brand,brand,brand name,manufacturer,vendor,I brand,hersteller,производитель,B,I B',
  name: 'item name,product name,title,name,I name,I title,description,bezeichnung,designation,libelle,omschrijving,I titel,I titre,I titulo,nome,nombre,nom,nazwa,название,наименование,I N',
};

/** Words before a phrase that make it another thing: `first_touch_timestamp`, `item_list_id`. */
export const OTHER_THING: Record<LogField, string> = {
  user: 'ref referrer referred referring seller vendor merchant staff admin sales agent assigned owner parent author created updated modified invited tenant shop store billing shipping product item',
  session: 'previous prev next first last engaged number no count start',
  time: 'birth born expiry expires expired expiration delivery delivered shipping shipped ship fulfilled due signup registration registered first last previous prev next end ended modified updated update deleted cancelled canceled refunded published release released available duration elapsed response load loading processing dwell spent total count since etl install installed zone offset engagement video user customer member',
  type: 'next previous prev last first item product article sku order line page cart basket domain content contents shop',
  item: 'list promotion parent group related previous prev next similar recommended source referrer ref bundle number num of total count quantity qty n first last max min coupon query viewed',
  price:
    'compare old regular original list msrp rrp shipping total discount cost previous prev min max avg average tax order cart sub wholesale alter alte ancien antiguo antigo старая',
  category: 'event',
  brand: '',
  name: 'event events hit hits order orders shop',
};

/** Where other words before a phrase are not tolerated: `device.category`, `traffic_source.name`. */
export const STRICT = new Set<LogField>(['category', 'brand', 'name']);
/** So short that other words before it make it another thing: `page_type`, `dwell_seconds`. */
export const ALONE = new Set(['type', 'typ', 'verb', 'second', 'seconds', 'R', 'vk']);
/** What stands around the fields of an event in exports, and says nothing. */
export const AROUND = new Set(
  'properties property props params param payload context contexts data traits ecommerce event events items item products product hit hits message body attributes fields record log raw shop ga tr ti domain line lines content contents cart basket order orders main sub leaf article articles unstruct track'.split(
    ' ',
  ),
);
/** Seconds in a header are a unit, not a part of the name: `ts_ms`, `created_at_utc`. */
export const UNIT =
  /^(?:ms|msec|millis|milliseconds?|us|usec|micros|microseconds?|ns|nanos|nanoseconds?|s|sec|secs|utc|gmt|unix|epoch|iso|iso8601|local)$/;
export const MONEY =
  /^(?:usd|eur|gbp|chf|inr|jpy|brl|rub|cny|krw|vnd|pln|cents?|minor|net|gross|netto|brutto|ttc|ht|in|unitario|unitaria|unitaire|unit|un)$/;
/** A line of an order has an id of its own, which is no product's. */
export const LINE_OF = new Set(['line', 'order', 'cart', 'basket', 'row']);
