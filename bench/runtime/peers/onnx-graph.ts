import type { Ops } from './ops.js';

type Attributes = Record<string, number | readonly number[]>;
export type ElementType = 'float' | 'int32' | 'int64';

/** An ONNX graph (operator set 17) in memory. */
export interface OnnxGraph {
  nodes: { type: string; inputs: string[]; output: string; attributes: Attributes }[];
  initializers: { name: string; shape: readonly number[]; data: Float32Array | BigInt64Array }[];
  inputs: { name: string; type: ElementType; shape: readonly number[] }[];
  outputs: string[];
}

/** Operations that add nodes to a graph; a value is the name of its node. */
export function createOnnxOps(): { ops: Ops<string>; graph: OnnxGraph } {
  const graph: OnnxGraph = { nodes: [], initializers: [], inputs: [], outputs: [] };
  const known = new Map<Float32Array, string>();
  let count = 0;
  const node = (type: string, inputs: string[], attributes: Attributes = {}): string => {
    const output = `v${count++}`;
    graph.nodes.push({ type, inputs, output, attributes });
    return output;
  };
  const initializer = (data: Float32Array | BigInt64Array, shape: readonly number[]): string => {
    const name = `c${count++}`;
    graph.initializers.push({ name, shape, data });
    return name;
  };
  const whole = (values: readonly number[]) =>
    initializer(BigInt64Array.from(values, BigInt), [values.length]);
  const ops: Ops<string> = {
    constant(values, shape) {
      const name = known.get(values) ?? initializer(values, shape);
      known.set(values, name);
      return name;
    },
    add: (a, b) => node('Add', [a, b]),
    subtract: (a, b) => node('Sub', [a, b]),
    multiply: (a, b) => node('Mul', [a, b]),
    matMul: (a, b) => node('MatMul', [a, b]),
    matMulTransposed: (a, b) => node('Gemm', [a, b], { transB: 1 }),
    relu: (a) => node('Relu', [a]),
    softmax: (a) => node('Softmax', [a], { axis: -1 }),
    mean: (a) => node('ReduceMean', [a], { axes: [-1], keepdims: 1 }),
    inverseRoot: (a) => node('Reciprocal', [node('Sqrt', [a])]),
    look: (table, rows) => node('Gather', [table, rows]),
    row: (a, index) => node('Gather', [a, whole([index])]),
    reshape: (a, shape) => node('Reshape', [a, whole(shape)]),
    transpose: (a, order) => node('Transpose', [a], { perm: order }),
    slice: (a, from, to) => node('Slice', [a, whole([from]), whole([to]), whole([-1])]),
    concat: (parts) => node('Concat', [...parts], { axis: -1 }),
  };
  return { ops, graph };
}
