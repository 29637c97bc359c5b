const MOZILLA = Buffer.from('mozLz40\0', 'latin1');

/**
 * A file as it was before Firefox packed it (`*.jsonlz4`: a mark, the length, one block of LZ4); any other as
 * it is.
 */
export function unpacked(file) {
  if (!file.subarray(0, MOZILLA.length).equals(MOZILLA)) return file;
  const packed = file.subarray(MOZILLA.length + 4);
  const out = Buffer.alloc(file.readUInt32LE(MOZILLA.length));
  let from = 0;
  let to = 0;
  const lengthOf = (nibble) => {
    let length = nibble;
    if (nibble === 15) {
      let more;
      do {
        more = packed[from++];
        length += more;
      } while (more === 255);
    }
    return length;
  };
  while (from < packed.length) {
    const token = packed[from++];
    const literals = lengthOf(token >> 4);
    packed.copy(out, to, from, from + literals);
    from += literals;
    to += literals;
    if (from >= packed.length) break;
    const back = packed.readUInt16LE(from);
    from += 2;
    // It may repeat what it is about to write.
    for (let left = lengthOf(token & 15) + 4; left > 0; left--, to++) out[to] = out[to - back];
  }
  // What a page gives its history, Firefox writes as base64.
  const texts = [...out.toString('latin1').matchAll(/"([A-Za-z0-9+/]{24,}=*)"/g)];
  return Buffer.concat([out, ...texts.map(([, text]) => Buffer.from(text, 'base64'))]);
}
