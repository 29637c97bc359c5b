import { isMissing, plainText } from './missing-values.js';
import { wordsOf } from './words-of.js';

/** Orders that came to nothing, as shops say it, in the words of `wordsOf`; what was sent back had been bought. */
const UNDONE =
  /^(?:wc )?(?:order |payment )?(?:cancell?ed|cancell?ation|voided|failed|payment failed|declined|rejected|expired|abandoned|draft|auto draft|trash|trashed|unpaid|pending payment|payment pending|awaiting payment|incomplete|storniert|annule|annulee|cancelado|cancelada|annullato|annullata|geannuleerd|anulowane|anulowany|iptal|iptal edildi|da huy|huy|отменен|отменено|отмена|отменена|已取消|取消|已关闭|キャンセル|キャンセル済み|취소|취소됨)$/;

const STATUS =
  /(?:^| )(?:status|state|statut|estado|stato|durum|durumu|статус|状态|狀態|ステータス|상태)$/;

const isUndone = (text: string) => UNDONE.test(wordsOf(text).join(' '));

/** The columns that say of an order whether it came to nothing. What became of a parcel is another question. */
export const findStatus = (headers: readonly string[]): string[] =>
  headers.filter((header) => {
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
  });

/** What became of an order, where it came to nothing. */
export function undoneOrder(value: unknown): string | undefined {
  const text = plainText(value);
  return !isMissing(text) && isUndone(text) ? text.slice(0, 40).toLowerCase() : undefined;
}
