type Column = Float64Array | Float32Array | Int32Array | Uint8Array;

/** A column whose length is not known beforehand. */
export function growable<T extends Column>(make: (length: number) => T) {
  let values = make(1024);
  let length = 0;
  return {
    push(value: number): void {
      if (length === values.length) {
        const wider = make(length * 2);
        wider.set(values);
        values = wider;
      }
      values[length++] = value;
    },
    values: (): T => values.subarray(0, length) as T,
  };
}
