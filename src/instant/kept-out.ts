/**
 * Words of addresses that do something, or that are about a person: carts, orders, accounts, signing in and
 * out. Without accents and capitals. A word of five letters or more counts anywhere in a part of the
 * address, a shorter one as a word of its own, and one that begins with `=` only as the whole part: a
 * product may be called a bag.
 */
const WORDS =
  // English, and what carts of everywhere use.
  'cart checkout logout signout login signin wishlist addto =add =remove =delete =bag =basket =order =orders account =buy =api =admin ' +
  // German, French, Spanish, Italian, Dutch, Portuguese
  'warenkorb =kasse bestellung =konto anmelden abmelden =panier =commande =compte =connexion deconnexion ' +
  'carrito =cesta =pedido =cuenta sesion carrello =cassa =ordini =esci =accedi winkelwagen winkelmand afrekenen inloggen uitloggen ' +
  'carrinho =conta =entrar =sair ' +
  // Polish, Turkish, Swedish, Danish, Czech
  'koszyk zaloguj wyloguj zamowieni =sepet =odeme siparis =hesabim =giris =cikis =cıkıs varukorg kassa logga =kurv =kosik ' +
  // Russian, Arabic, Japanese, Chinese, Korean
  'корзин заказ =вход =выход سلة カート ログイン ログアウト 购物车 結帳 结账 登录 登出 장바구니 로그인 로그아웃';

const isAlone = (word: string) => /^\w{1,4}$/.test(word);
const isWhole = (word: string) => word[0] === '=';

/** Whether an address may do something, or be about a person, by the words of its path and parameters. */
export function isKeptOut({ pathname, search }: URL): boolean {
  const words = plain(WORDS).split(' ');
  // Twice: a server behind another may decode again.
  return plain(decoded(decoded(pathname + search)))
    .split(/[/\\?&=;:,+]/)
    .some((part) => {
      const found = part.replace(/\.\w+$/, '').split(/[^\p{L}]+/u);
      // `sign-out` is `signout`.
      const joined = found.join('');
      return words.some((word) =>
        isWhole(word)
          ? joined === word.slice(1)
          : isAlone(word)
            ? found.includes(word)
            : joined.includes(word),
      );
    });
}

/** Small letters without accents. */
const plain = (text: string): string => text.toLowerCase().normalize('NFKD').replace(/\p{M}/gu, '');

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // `%` that escapes nothing.
    return text;
  }
}
