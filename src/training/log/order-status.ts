import { isMissing, plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

/** Orders that came to nothing, as shops say it, in the words of `wordsOf`; what was sent back had been bought. */
const UNDONE =
  /^(?:wc )?(?:order |payment )?(?:cancell?ed|cancell?ation|voided|failed|payment failed|declined|rejected|expired|abandoned|draft|auto draft|trash|trashed|unpaid|pending payment|payment pending|awaiting payment|incomplete|storniert|annule|annulee|cancelado|cancelada|annullato|annullata|geannuleerd|anulowane|anulowany|iptal|iptal edildi|da huy|huy|отменен|отменено|отмена|отменена|已取消|取消|已关闭|キャンセル|キャンセル済み|취소|취소됨)$/;

const STATUS =
  /(?:^| )(?:status|state|statut|etat|estado|stato|durum|durumu|статус|状态|狀態|ステータス|상태)$/;

const isUndone = (text: string) => UNDONE.test(wordsOf(text).join(' '));

/** Orders that came to something, as shops say it. */
const DONE =
  /^(?:wc )?(?:order |payment )?(?:complete|completed|paid|open|new|processing|pending|shipped|delivered|fulfilled|confirmed|done|in progress|abgeschlossen|bezahlt|offen|versendet|geliefert|terminee|payee|livree|expediee|pagado|enviado|entregado|completado|pagato|spedito|consegnato|completato|betaald|verzonden|afgerond|oplacone|zrealizowane|wyslane|已完成|已支付|已付款|已发货|完了|발송완료|완료)$/;
/** More states than these an order has nowhere. */
const MOST_STATES = 20;

const isState = (header: string): boolean => {
  const words = wordsOf(header);
  const own = words.filter((word) => !/^(?:pedido|commande|zamowienia|заказа)$/.test(word));
  return (
    STATUS.test(own.join(' ')) &&
    !words.some((word) =>
      /^(?:fulfil|deliver|shipp|shipment|entrega|livraison|liefer|versand|stock|customer|user|marital|member)/.test(
        word,
      ),
    )
  );
};

/**
 * The columns that say of an order whether it came to nothing, by their name or by what stands in them. What became
 * of a parcel is another question.
 */
export const findStatus = (headers: readonly string[], factsOf: FactsOf): string[] =>
  headers.filter((header) => isState(header) || saysStates(header, factsOf));

/** Whether some orders are undone under a header, and others done: `stateMachineState.technicalName`. */
function saysStates(header: string, factsOf: FactsOf): boolean {
  const { distinct, values } = factsOf(header);
  if (distinct < 2 || distinct > MOST_STATES) return false;
  const words = [...new Set(values.map((value) => wordsOf(plainText(value)).join(' ')))];
  return words.some((one) => UNDONE.test(one)) && words.some((one) => DONE.test(one));
}

/** A sentence on states that are numbers: which of them came to nothing, only the shop system knows. */
export function stateNotes(status: readonly string[], factsOf: FactsOf): string[] {
  const header = status.find((one) => {
    const { distinct, values } = factsOf(one);
    const isCode = (value: unknown) => /^-?\d{1,3}(?:\.\d)?$/.test(plainText(value));
    return distinct > 1 && distinct <= MOST_STATES && values.every(isCode);
  });
  if (header === undefined) return [];
  const codes = [...new Set(factsOf(header).values.map(plainText))].slice(0, 8);
  return [
    `${header} says by a number what became of an order (${codes.join(', ')}): orders that were cancelled count as purchases, whatever their number. Leave their lines out of the export`,
  ];
}

/** What became of an order, where it came to nothing. */
export function undoneOrder(value: unknown): string | undefined {
  const text = plainText(value);
  return !isMissing(text) && isUndone(text) ? text.slice(0, 40).toLowerCase() : undefined;
}
