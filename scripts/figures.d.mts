/** Tables and single figures by name; each is made when called. */
export interface Figures {
  blocks: Record<string, () => string>;
  inline: Record<string, () => string>;
}
/** A page with its figures filled in; `changed` is called with the name of each that differed. */
export function fillFigures(
  text: string,
  figures: Figures,
  changed?: (name: string) => void,
): string;
