/** The operations of the network, for any backend; shapes broadcast as in NumPy. */
export interface Ops<T> {
  /** Calls with the same array return the same constant. */
  constant(values: Float32Array, shape: readonly number[]): T;
  add(a: T, b: T): T;
  subtract(a: T, b: T): T;
  multiply(a: T, b: T): T;
  /** Over the last two axes. */
  matMul(a: T, b: T): T;
  /** a · bᵀ, of two matrices. */
  matMulTransposed(a: T, b: T): T;
  relu(a: T): T;
  /** Over the last axis. */
  softmax(a: T): T;
  /** Over the last axis, which is kept with length 1. */
  mean(a: T): T;
  inverseRoot(a: T): T;
  /** Rows of a table. */
  look(table: T, rows: T): T;
  /** One row of a matrix, as a matrix. */
  row(a: T, index: number): T;
  reshape(a: T, shape: readonly number[]): T;
  transpose(a: T, order: readonly number[]): T;
  /** Of the last axis. */
  slice(a: T, from: number, to: number): T;
  /** On the last axis. */
  concat(parts: readonly T[]): T;
}
