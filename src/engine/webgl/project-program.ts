import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';

/** Options of one call, passed as uniforms so that all calls share one shader. */
export interface Projection {
  /** RMS norm of each row of x first; the weights already contain its gain. */
  norm?: boolean;
  relu?: boolean;
  /** Adds the last rows of `residual`: [its rows per history, output rows per history]. */
  residualRows?: [number, number];
}

/**
 * out = relu(norm(x) · weight + bias) + residual: [R, O].
 * x [R, N], weight [N, O], bias [n, O] (only its first row is read), residual [R', O].
 */
export function projectProgram(rows: number, columns: number): GPGPUProgram {
  return {
    variableNames: ['x', 'weight', 'bias', 'residual'],
    outputShape: [rows, columns],
    enableShapeUniforms: true,
    customUniforms: [
      { name: 'size', type: 'int' },
      { name: 'norm', type: 'int' },
      { name: 'relu', type: 'int' },
      { name: 'rows', type: 'ivec2' },
    ],
    userCode: `
      void main() {
        ivec2 rc = getOutputCoords();
        float sum = 0.0;
        float square = 0.0;
        for (int i = 0; i < size; i++) {
          float value = texelFetch(x, ivec2(i, rc.x), 0).r;
          sum += value * texelFetch(weight, ivec2(rc.y, i), 0).r;
          square += value * value;
        }
        if (norm == 1) sum *= inversesqrt(square / float(size) + 1e-6);
        sum += texelFetch(bias, ivec2(rc.y, 0), 0).r;
        if (relu == 1) sum = max(sum, 0.0);
        if (rows.y > 0) {
          int b = rc.x / rows.y;
          int row = b * rows.x + rc.x - b * rows.y + rows.x - rows.y;
          sum += texelFetch(residual, ivec2(rc.y, row), 0).r;
        }
        setOutput(sum);
      }`,
  };
}

export function projectUniforms(size: number, use: Projection): number[][] {
  return [[size], [use.norm ? 1 : 0], [use.relu ? 1 : 0], use.residualRows ?? [0, 0]];
}
