import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { PredictorError } from '../../lib/errors.js';
import type { Model } from '../../model/model.js';
import type { ItemTable } from '../item-table.js';
import { createPartialDots } from '../partial-dots.js';
import type { ScoreTrained } from '../read-out.js';
import { addScaled } from '../scale.js';
import type { GlBackend } from './gl-backend.js';

/** Items per texture row: every WebGL 2 device supports textures this wide. */
const COLUMNS = 2048;

/** PQTopK on the GPU: code m of item (r, c) is at row r · M + m, column c. */
function lookUpProgram(rows: number, M: number): GPGPUProgram {
  return {
    variableNames: ['dots', 'codes', 'norms'],
    outputShape: [rows, COLUMNS],
    enableShapeUniforms: true,
    userCode: `
      void main() {
        ivec2 rc = getOutputCoords();
        float sum = 0.0;
        for (int m = 0; m < ${M}; m++) {
          float code = texelFetch(codes, ivec2(rc.y, rc.x * ${M} + m), 0).r;
          sum += texelFetch(dots, ivec2(int(code + 0.5), m), 0).r;
        }
        setOutput(sum * texelFetch(norms, rc.yx, 0).r);
      }`,
  };
}

/**
 * @throws PredictorError BACKEND_UNAVAILABLE when the catalog does not fit into a texture.
 */
export function createItemScores(gl: GlBackend, model: Model, table: ItemTable) {
  const { subIds: M, centroids: C } = model.config;
  const { trained } = table;
  const popularity = model.tensors.get('item.popularity');
  // At least two rows: TensorFlow.js compiles another shader to upload or read a single row.
  const rows = Math.max(2, Math.ceil(trained / COLUMNS));
  const padded = new Float32Array(Math.max(2, M) * C);
  if (rows * M > gl.maxTextureSize) {
    throw new PredictorError('BACKEND_UNAVAILABLE', `${trained} items in one texture`);
  }
  const { dots, fill } = createPartialDots(model);
  const program = lookUpProgram(rows, M);
  const codes = new Float32Array(rows * M * COLUMNS);
  const norms = new Float32Array(rows * COLUMNS);
  norms.set(table.lookUps.scales);
  for (let i = 0; i < trained; i++) {
    const start = Math.floor(i / COLUMNS) * M * COLUMNS + (i % COLUMNS);
    for (let m = 0; m < M; m++) codes[start + m * COLUMNS] = model.codes[i * M + m];
  }
  const hasItems = M > 0 && trained > 0;
  const kept = hasItems ? [gl.keep(codes, rows * M, COLUMNS), gl.keep(norms, rows, COLUMNS)] : [];

  /** Call inside `scope`. [rows, COLUMNS] */
  const lookUp = (query: Float64Array) => {
    fill(query);
    padded.set(dots);
    return gl.run(program, [gl.upload(padded, padded.length / C, C), ...kept]);
  };

  const score: ScoreTrained = async (query, logits, weight) => {
    if (hasItems) logits.set((await gl.read(gl.scope(() => lookUp(query)))).subarray(0, trained));
    if (popularity) addScaled(logits, popularity, weight, 0, trained);
    return undefined;
  };
  return { score, lookUp: hasItems ? lookUp : undefined };
}
