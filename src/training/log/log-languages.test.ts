import { expect, test } from 'vitest';
import { createActionReader } from './action-names.js';
import { planLog } from './log-plan.js';
import type { ReadRow } from './log-reader.js';

/** One event in a shop's own words: headers, and its action. */
const LOGS: [language: string, headers: string, actions: string][] = [
  [
    'German',
    'Kundennummer;Artikelnummer;Aktion;Zeitpunkt;Preis;Kategorie;Marke',
    'Ansicht,In den Warenkorb,Kauf',
  ],
  [
    'French',
    'id_client;id_produit;type_evenement;date_evenement;prix;categorie;marque',
    'vue,ajout_panier,achat',
  ],
  [
    'Spanish',
    'id_cliente;codigo_producto;tipo_evento;fecha;precio;categoría;marca',
    'ver,agregar_al_carrito,compra',
  ],
  [
    'Portuguese',
    'cliente_id;produto_id;ação;data_hora_evento;preço;categoria;marca',
    'visualizou,adicionou ao carrinho,comprou',
  ],
  [
    'Italian',
    'id_utente;codice_prodotto;azione;data_evento;prezzo;categoria;marca',
    'visualizzazione,aggiunto al carrello,acquisto',
  ],
  [
    'Turkish',
    'müşteri_id;ürün_id;olay_tipi;zaman;fiyat;kategori;marka',
    'görüntüleme,sepete ekleme,satın alma',
  ],
  [
    'Vietnamese',
    'mã_khách_hàng;mã_sản_phẩm;hành_động;thời_gian;giá;danh_mục;thương_hiệu',
    'xem,thêm vào giỏ,mua',
  ],
  [
    'Russian',
    'ID пользователя;Код товара;Тип события;Время;Цена;Категория;Бренд',
    'просмотр,в корзину,покупка',
  ],
  ['Chinese', '用户ID;商品编号;行为类型;时间戳;售价;商品类别;品牌', '浏览,加购,购买'],
  [
    'Chinese, traditional',
    '會員編號;商品編號;行為類型;時間;價格;類別;品牌',
    '瀏覽,加入購物車,購買',
  ],
  ['Japanese', 'ユーザーID;商品ID;行動;日時;価格;カテゴリ;ブランド', '閲覧,カートに追加,購入'],
  ['Korean', '사용자ID;상품번호;이벤트 유형;일시;가격;카테고리;브랜드', '조회,장바구니 담기,구매'],
];

test.each(LOGS)('a log in %s', (_, headers, actions) => {
  const names = headers.split(';');
  const lines = actions
    .split(',')
    .map((action, i) => ['u1', `p${i}`, action, `2024-03-04 10:0${i}:00`, '9.50', 'a', 'Oak'])
    .map((cells) => Object.fromEntries(names.map((name, i) => [name, cells[i]])));
  const plan = planLog(lines, {});
  const rows = lines.flatMap((line) => plan.read(line)) as ReadRow[];
  expect(rows.map(({ type, item }) => `${type} ${item}`)).toEqual([
    'click p0',
    'cart p1',
    'purchase p2',
  ]);
  expect(rows[1]).toMatchObject({
    shopper: 'u1',
    time: Date.UTC(2024, 2, 4, 10, 1),
    price: 9.5,
    brand: 'Oak',
    category: ['a'],
  });
});

const ORDERS: [language: string, headers: string][] = [
  [
    'German',
    'Bestellnummer;Kundennummer;Bestelldatum;Artikelnummer;Artikelbezeichnung;Einzelpreis',
  ],
  ['French', 'numero_commande;id_client;date_commande;code_produit;nom_produit;prix_unitaire'],
  ['Portuguese', 'pedido_id;cliente_id;data_pedido;produto_id;nome_produto;preco_unitario'],
  ['Russian', 'Номер заказа;ID клиента;Дата заказа;Код товара;Название товара;Цена'],
  ['Chinese', '订单编号;客户编号;下单时间;商品ID;商品名称;单价'],
  ['Japanese', '注文ID;顧客ID;注文日時;商品ID;商品名;単価'],
  ['Korean', '주문번호;고객ID;주문일시;상품코드;상품명;단가'],
];

test.each(ORDERS)('orders in %s', (_, headers) => {
  const names = headers.split(';');
  const cells = ['o1', 'u1', '2024-03-04', 'p1', 'Mug', '9.50'];
  const line = Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  const plan = planLog([line], {});
  expect(plan.read(line)).toMatchObject([
    { type: 'purchase', shopper: 'u1', item: 'p1', name: 'Mug', price: 9.5, session: 'o1' },
  ]);
});

test('a count, a birthday and a delivery are none of the fields', () => {
  const line = {
    user_id: 'u',
    product_id: 'p',
    num_items: '3',
    data_nascimento: '1990-01-01',
    data_entrega: '2024-03-09',
    data_pedido: '2024-03-04',
    customer_title: 'Dr',
  };
  const { columns } = planLog([line], {});
  expect(columns).toEqual({ user: ['user_id'], time: ['data_pedido'], item: ['product_id'] });
});

test('words that could be two things stay unknown', () => {
  const read = createActionReader();
  for (const name of ['submit_order', 'compare', '下单', 'watch', 'open']) {
    expect(read(name)).toBeUndefined();
  }
});
