import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import type { ModelConfig } from '../../model/config.js';

/** Row of `qkv` for an output row: of rows.x rows per history, the last rows.y have outputs. */
const PLACE = `
  int b = rc.x / rows.y;
  int t = rc.x - b * rows.y + rows.x - rows.y;
  int first = b * rows.x;`;

/**
 * Attention scores of each event with itself and the W - 1 before it, by distance:
 * [B · rows.y, H · W]. qkv [B · rows.x, 3D]; turn [W, Dh], cosines, then sines of the rotary angle
 * by distance; lengths [B + 1, 2], events per history in the first column.
 *
 * Rotary scores depend only on the distance δ: rotated q · rotated k is
 * (qa ka + qb kb) cos δ + (qa kb - qb ka) sin δ, summed over the pairs (a, b).
 */
export function scoresProgram(config: ModelConfig, rows: number): GPGPUProgram {
  const { width: D, heads: H, window: W } = config;
  const half = D / H / 2;
  return {
    variableNames: ['qkv', 'turn', 'lengths'],
    outputShape: [rows, H * W],
    enableShapeUniforms: true,
    customUniforms: [{ name: 'rows', type: 'ivec2' }],
    userCode: `
      float at(int row, int column) { return texelFetch(qkv, ivec2(column, row), 0).r; }
      void main() {
        ivec2 rc = getOutputCoords();
        ${PLACE}
        int h = rc.y / ${W};
        int distance = rc.y - h * ${W};
        int s = t - distance;
        float score = -1e4;
        if (float(rows.x - 1 - s) < texelFetch(lengths, ivec2(0, b), 0).r) {
          float sum = 0.0;
          for (int j = 0; j < ${half}; j++) {
            int a = h * ${2 * half} + j;
            float qa = at(first + t, a);
            float qb = at(first + t, a + ${half});
            float ka = at(first + s, ${D} + a);
            float kb = at(first + s, ${D} + a + ${half});
            float cosine = texelFetch(turn, ivec2(j, distance), 0).r;
            float sine = texelFetch(turn, ivec2(j + ${half}, distance), 0).r;
            sum += (qa * ka + qb * kb) * cosine + (qa * kb - qb * ka) * sine;
          }
          score = sum / sqrt(${2 * half}.0);
        }
        setOutput(score);
      }`,
  };
}

/** softmax(scores) · V: [B · rows.y, D]. */
export function mixProgram(config: ModelConfig, rows: number): GPGPUProgram {
  const { width: D, heads: H, window: W } = config;
  return {
    variableNames: ['scores', 'qkv'],
    outputShape: [rows, D],
    enableShapeUniforms: true,
    customUniforms: [{ name: 'rows', type: 'ivec2' }],
    userCode: `
      void main() {
        ivec2 rc = getOutputCoords();
        ${PLACE}
        int h = rc.y / ${D / H};
        float peak = -1e4;
        for (int d = 0; d < ${W}; d++) {
          peak = max(peak, texelFetch(scores, ivec2(h * ${W} + d, rc.x), 0).r);
        }
        float sum = 0.0;
        float mixed = 0.0;
        for (int d = 0; d < ${W}; d++) {
          float share = exp(texelFetch(scores, ivec2(h * ${W} + d, rc.x), 0).r - peak);
          sum += share;
          mixed += share * texelFetch(qkv, ivec2(${2 * D} + rc.y, first + t - d), 0).r;
        }
        setOutput(mixed / sum);
      }`,
  };
}
