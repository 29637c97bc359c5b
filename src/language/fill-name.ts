/** Letters of scripts that run from right to left. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufefc]/;
/** Characters that turn the text around them. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Sets the name into a text. Where the name may run the other way it is isolated, and so is the whole,
 * which then reads right in a page of either direction: "More in أكواب" is not "أكواب More in" in an Arabic
 * one.
 */
export function fillName(text: string, name: string, isRightToLeft: boolean): string {
  const parts = text.split('{name}');
  const plain = name.replace(TURNING, '');
  const isMixed = isRightToLeft ? parts.length > 1 : RIGHT_TO_LEFT.test(text + plain);
  if (!isMixed) return parts.join(plain);
  return `${isRightToLeft ? '\u2067' : '\u2066'}${parts.join(`\u2068${plain}\u2069`)}\u2069`;
}
