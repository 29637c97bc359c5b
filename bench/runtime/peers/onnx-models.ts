import type { Model } from '../../../src/model/model.js';
import {
  createPeerNetwork,
  FIELDS,
  type Remembered,
  type Said,
  type TokenRows,
} from './network.js';
import { createOnnxOps, type OnnxGraph } from './onnx-graph.js';

/**
 * The network as two graphs: `full` reads W events at once and returns the cache, `step` reads one
 * event with the cache of the W events before.
 */
export function onnxModels(model: Model): { full: OnnxGraph; step: OnnxGraph } {
  const { window: W, width: D, heads: H, layers: L } = model.config;
  const build = (rows: number, isStep: boolean): OnnxGraph => {
    const { ops, graph } = createOnnxOps();
    const input = (name: string, shape: readonly number[], type: 'float' | 'int32' = 'float') => {
      graph.inputs.push({ name, type, shape });
      return name;
    };
    const fields = ['item', ...FIELDS] as const;
    const token = Object.fromEntries(
      fields.map((field) => [field, input(field, [rows], 'int32')]),
    ) as TokenRows<string>;
    const half = D / H / 2;
    const places = {
      rows,
      seen: W,
      cos: input('cos', [rows, 1, half]),
      sin: input('sin', [rows, 1, half]),
      mask: input('mask', [rows, W]),
      age: input('age', [1, W]),
    };
    const slot = isStep ? input('slot', [W, 1]) : '';
    const others = isStep ? input('others', [W, 1]) : '';
    const said = createPeerNetwork(ops, model)(token, places, (read, what, layer) => {
      if (!isStep) return read;
      const known = input(`${what}.${layer}`, [W, what === 'poolKeys' ? D / 2 : D]);
      return ops.add(ops.multiply(known, others), ops.multiply(read, slot));
    });
    graph.outputs = named(graph, said, L);
    return graph;
  };
  return { full: build(W, false), step: build(1, true) };
}

/** Names the outputs of the network. */
function named(
  graph: OnnxGraph,
  said: Said<string> & Remembered<string>,
  layers: number,
): string[] {
  const values: [string, string][] = [
    ['actions', said.actions],
    ['intent', said.intent],
    ['gates', said.gates],
    ['items', said.items],
    ['poolKeys.0.out', said.poolKeys],
    ['units.0.out', said.units],
    ...Array.from({ length: layers }, (_, l): [string, string] => [`keys.${l}.out`, said.keys[l]]),
    ...Array.from({ length: layers }, (_, l): [string, string] => [
      `values.${l}.out`,
      said.values[l],
    ]),
  ];
  for (const [name, value] of values) {
    graph.nodes.push({ type: 'Identity', inputs: [value], output: name, attributes: {} });
  }
  return values.map(([name]) => name);
}
