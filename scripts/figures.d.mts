/** Tables and single figures by name, as functions. */
export interface Figures {
  blocks: Record<string, () => string>;
  inline: Record<string, () => string>;
}
/** A page with its figures filled in; `changed` gets the name of each one that differed. */
export function fillFigures(
  text: string,
  figures: Figures,
  changed?: (name: string) => void,
): string;
