/** Months in English, German, French and Spanish, without accents. */
const MONTHS = [
  'january januar janner janvier enero',
  'february februar fevrier febrero',
  'march marz maerz mars marzo mrz',
  'april avril abril',
  'may mai mayo',
  'june juni juin junio',
  'july juli juillet julio',
  'august aout agosto',
  'september septembre septiembre setiembre',
  'october oktober octobre octubre',
  'november novembre noviembre',
  'december dezember decembre diciembre',
].map((names) => names.split(' '));

/** 1 … 12 by a month's name or its beginning, NaN where that is no month or several. */
export function monthOf(name: string): number {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase();
  const found = MONTHS.flatMap((names, month) =>
    names.some((one) => one.startsWith(plain)) ? [month + 1] : [],
  );
  return plain.length >= 3 && found.length === 1 ? found[0] : Number.NaN;
}
