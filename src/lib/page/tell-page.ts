/** An event on the document, for scripts that do not have the predictor. A page may lack what it takes. */
export function tellPage(name: string, detail: unknown): void {
  try {
    document.dispatchEvent(new CustomEvent(`nextaisle:${name}`, { detail }));
  } catch {}
}
