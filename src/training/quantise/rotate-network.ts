import type { ModelConfig } from '../../model/config.js';
import type { Parameter } from '../network/parameters.js';
import { multiply } from './multiply.js';

/**
 * Rotates the residual stream of a network, in place: with item vectors x · R it gives the same answers.
 * Gains of norms go into the matrices after them, because a gain per column does not commute with a rotation.
 */
export function rotateNetwork(
  parameters: ReadonlyMap<string, Parameter>,
  config: ModelConfig,
  rotation: Float32Array,
): void {
  const { width: D } = config;
  const back = transpose(rotation, D);
  const of = (name: string) => parameters.get(name) as Parameter;
  const afterwards = (name: string) => {
    const parameter = of(name);
    parameter.value = multiply(parameter.value, rotation, D);
  };
  const before = (gain: Float32Array, name: string) => {
    const parameter = of(name);
    const columns = parameter.shape[1];
    const scaled = parameter.value.map((value, at) => value * gain[Math.floor(at / columns)]);
    parameter.value = multiply(back, scaled, D);
  };
  const behind = (norm: string, ...names: string[]) => {
    for (const name of names) before(of(norm).value, name);
    of(norm).value.fill(1);
  };
  for (const name of parameters.keys()) {
    if (name.startsWith('embed.') && of(name).shape[1] === D) afterwards(name);
  }
  for (let l = 0; l < config.layers; l++) {
    const layer = `layer.${l}.`;
    behind(`${layer}norm1`, ...['q', 'k', 'v'].map((name) => layer + name));
    afterwards(`${layer}o`);
    behind(`${layer}norm2`, `${layer}up`);
    afterwards(`${layer}down`);
    afterwards(`${layer}down.bias`);
  }
  const read = ['query', 'pool.key', 'pool.query', 'head.action', 'head.intent'];
  behind('final.norm', ...read, 'copy.gate');
  afterwards('query');
  afterwards('query.action');
  // The moments of the gradients are in the old basis.
  for (const parameter of parameters.values()) {
    parameter.first.fill(0);
    parameter.second.fill(0);
    parameter.updates.fill(0);
  }
}

function transpose(a: Float32Array, D: number): Float32Array {
  return a.map((_, at) => a[(at % D) * D + Math.floor(at / D)]);
}
