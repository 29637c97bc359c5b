import { share } from './column-sample.js';
import { isMissing, plainText } from './missing-values.js';
import type { FactsOf } from './rank-columns.js';
import { wordsOf } from './words-of.js';

/** Orders that came to nothing, as shops say it, in the words of `wordsOf`; what was sent back had been bought. */
const UNDONE =
  /^(?:order |payment )?(?:cancell?ed|cancell?ation|voided|failed|payment failed|declined|rejected|expired|abandoned|storniert|annule|annulee|cancelado|cancelada|annullato|annullata|geannuleerd|anulowane|anulowany|iptal|iptal edildi|da huy|huy|отменен|отменено|отмена|отменена|已取消|取消|已关闭|キャンセル|キャンセル済み|취소|취소됨)$/;

const STATUS =
  /(?:^| )(?:status|state|statut|estado|stato|durum|durumu|статус|状态|狀態|ステータス|상태)$/;

const isUndone = (text: string) => UNDONE.test(wordsOf(text).join(' '));

/** The column that says of an order whether it came to nothing: by its name, and by what stands in it. */
export function findStatus(headers: readonly string[], factsOf: FactsOf): string | undefined {
  const named = headers.filter((header) =>
    STATUS.test(
      wordsOf(header)
        .filter((word) => !/^(?:entrega|pedido|commande|zamowienia|заказа)$/.test(word))
        .join(' '),
    ),
  );
  const of = (header: string) => share(factsOf(header), (value) => isUndone(plainText(value)));
  return named.filter((header) => of(header) > 0).sort((a, b) => of(b) - of(a))[0];
}

/** What became of an order, where it came to nothing. */
export function undoneOrder(value: unknown): string | undefined {
  const text = plainText(value);
  return !isMissing(text) && isUndone(text) ? text.slice(0, 40).toLowerCase() : undefined;
}
