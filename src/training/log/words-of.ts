/** Lower-case words that people write together: `visitorid`, `addtocart`, `lineitem`. Longest first. */
const GLUED = (
  'transaction lineitem timestamp anonymous behaviour behavior category customer distinct product ' +
  'session shopper visitor article invoice account client action browser device member ' +
  'omschrijving bezeichnung bestellung zeitpunkt rechnungs auftrags sitzungs verkaufs artikel produkt bestell erstell brutto ' +
  'kunden nummer number bestel datum preis stuck beleg klant event stock order buyer brand guest item line user date time name code type ' +
  'created pseudo full cart visit cate price unit sku add remove from to view art at id nr'
).split(' ');

/**
 * Columns of shop systems whose words nobody could part: of OXID's tables oxorder and oxorderarticles, where OXTIMESTAMP
 * is when a line was changed and left out here, and of Shopware's s_order_details.
 */
const SHOP_NAMES = new Map(
  Object.entries({
    oxartnum: 'article number',
    oxartid: 'article id',
    oxuserid: 'user id',
    oxcustnr: 'customer number',
    oxorderid: 'order id',
    oxordernr: 'order number',
    oxorderdate: 'order date',
    oxbprice: 'unit price',
    oxtitle: 'title',
    oxamount: 'quantity',
    oxcatnid: 'category id',
    oxmanufacturerid: 'manufacturer',
    oxstorno: 'storniert',
    articleordernumber: 'article number',
    kbestellung: 'order id',
    cbestellnr: 'order number',
    derstellt: 'created at',
  }),
);

/**
 * The words of a header or of an action's name, in lower case and without accents.
 * `eventType`, `EVENT_TYPE`, `Event Type` and `eventtype` → `['event', 'type']`.
 */
export function wordsOf(name: string): string[] {
  const own = SHOP_NAMES.get(name.toLowerCase());
  if (own !== undefined) return own.split(' ');
  return plainLetters(name.slice(0, 300))
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([\u3040-\u9fff\uac00-\ud7af])([A-Za-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter(Boolean)
    .flatMap((word) => (EAST_ASIAN.test(word) ? unglueEastAsian(word) : unglue(word)));
}

const LETTERS: Record<string, string> = {
  ı: 'i',
  ł: 'l',
  đ: 'd',
  Đ: 'D',
  ß: 'ss',
  ø: 'o',
  œ: 'oe',
};

/** Without accents, and without the letters that only one language has. */
const plainLetters = (text: string) =>
  text
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .replace(/[ıłđĐßøœ]/g, (letter) => LETTERS[letter]);

const EAST_ASIAN = /^[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+$/;

/** What headers are made of in languages without blanks between words. Longest first. */
const EAST_ASIAN_WORDS = (
  'タイムスタンプ カテゴリー セッション アクション カテゴリ イベント ユーザー アイテム ブランド ' +
  'タイプ ユーザ コード お客様 使用者 时间戳 時間戳 타임스탬프 카테고리 이벤트 아이템 브랜드 사용자 방문자 아이디 ' +
  '用户 用戶 会员 會員 客户 客戶 顾客 顧客 买家 買家 访客 訪客 会員 유저 고객 회원 会话 會話 세션 行为 行為 事件 操作 动作 動作 ' +
  '行動 행동 액션 商品 产品 產品 货品 製品 상품 제품 时间 日期 時間 日時 日付 시간 일시 날짜 일자 编号 編號 番号 번호 코드 类型 ' +
  '類型 種別 種類 유형 종류 价格 價格 售价 售價 单价 單價 価格 単価 가격 단가 类目 類目 类别 類別 分类 分類 品类 品類 분류 品牌 ' +
  '名称 名稱 编码 状态 狀態 ステータス 상태 이름 订单 訂單 注文 購入 购买 購買 下单 下單 주문 구매 号 號 名 명 日 일'
).split(' ');

/** `商品编号` is `商品` and `编号`; a word with other parts stays as it is. */
function unglueEastAsian(word: string): string[] {
  const parts: string[] = [];
  for (let rest = word; rest; ) {
    const known = EAST_ASIAN_WORDS.find((one) => rest.startsWith(one));
    if (!known) return [word];
    parts.push(known);
    rest = rest.slice(known.length);
  }
  return parts;
}

/** A word made wholly of known ones is those; any other stays as it is. */
function unglue(word: string): string[] {
  if (GLUED.includes(word)) return word === 'lineitem' ? ['line', 'item'] : [word];
  const first = GLUED.find((known) => word.startsWith(known));
  // `uid` and `aid` are names of their own.
  if (!first || word.length > 60) return [word];
  const rest = unglue(word.slice(first.length));
  const last = rest[rest.length - 1];
  return GLUED.includes(last) ? [...unglue(first), ...rest] : [word];
}
