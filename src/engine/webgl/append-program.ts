import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';

/**
 * The cache after one more event: rows move up by one, and `fresh` overwrites the last F: [R, N].
 * cache [R, N], fresh [F, N]; `kept` is R - F.
 *
 * Copies the cache, because WebGL cannot draw into a texture that it reads. The rows are few, so
 * this costs less than any other program of a step.
 */
export function appendProgram(rows: number, columns: number): GPGPUProgram {
  return {
    variableNames: ['cache', 'fresh'],
    outputShape: [rows, columns],
    enableShapeUniforms: true,
    customUniforms: [{ name: 'kept', type: 'int' }],
    userCode: `
      void main() {
        ivec2 rc = getOutputCoords();
        float value = rc.x < kept
          ? texelFetch(cache, ivec2(rc.y, rc.x + 1), 0).r
          : texelFetch(fresh, ivec2(rc.y, rc.x - kept), 0).r;
        setOutput(value);
      }`,
  };
}
