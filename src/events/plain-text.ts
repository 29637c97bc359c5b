/** `Garden > Chairs`, `garden/chairs` and `Garden Chairs` are one name. */
export function plainText(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');
}
