import { MathBackendWebGL } from '@tensorflow/tfjs-backend-webgl/dist/backend_webgl.js';
import { setWebGLContext } from '@tensorflow/tfjs-backend-webgl/dist/canvas_util.js';
import { GPGPUContext } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_context.js';
import type { GPGPUProgram } from '@tensorflow/tfjs-backend-webgl/dist/gpgpu_math.js';
import { engine, env, type Tensor } from '@tensorflow/tfjs-core';
import { PredictorError } from '../../lib/errors.js';

/** A TensorFlow.js backend with a WebGL context of its own. */
export interface GlBackend {
  readonly maxTextureSize: number;
  readonly onLost: (listener: () => void) => void;
  /** Uploads a tensor that stays until `dispose`. */
  keep(values: Float32Array, rows: number, columns: number): Tensor;
  /** Disposes of every tensor made inside, except those returned. */
  scope<Made extends Tensor | Tensor[]>(work: () => Made): Made;
  /** Call inside `scope`. */
  upload(values: Float32Array, rows: number, columns: number): Tensor;
  /** Call inside `scope`. */
  run(program: GPGPUProgram, inputs: Tensor[], uniforms?: number[][]): Tensor;
  /** Reads a tensor back without blocking, and disposes of it. */
  read(tensor: Tensor): Promise<Float32Array>;
  /** Compiles the programs that `work` runs, in parallel where the browser can. */
  compile(work: () => void): Promise<void>;
  stats(): GlStats;
  dispose(): void;
}

export interface GlStats {
  tensors: number;
  /** Of all textures, in use or kept for reuse. */
  bytesOnGpu: number;
  programs: number;
}

type Binaries = { binaryCache: Record<string, { webGLProgram: WebGLProgram }> };

/**
 * @throws PredictorError BACKEND_UNAVAILABLE.
 */
export function openBackend(): GlBackend {
  const gone = (why: string) => new PredictorError('BACKEND_UNAVAILABLE', why);
  const gl = openContext();
  if (!gl) throw gone('no WebGL 2');

  setWebGLContext(2, gl);
  env().set('WEBGL_VERSION', 2);
  // Shapes as uniforms: one program serves a single history and a batch, and layers of any length.
  env().set('WEBGL_USE_SHAPES_UNIFORMS', true);
  // Small tensors as textures too: as uniforms they would need another program.
  env().set('WEBGL_SIZE_UPLOAD_UNIFORM', 0);
  // Keep textures for the next event, up to 64 MB.
  env().set('WEBGL_DELETE_TEXTURE_THRESHOLD', 64 << 20);
  if (!env().getBool('WEBGL_RENDER_FLOAT32_CAPABLE')) throw gone('no float textures');

  let name = '';
  for (let n = 0; !name; n++) {
    if (!engine().findBackendFactory(`nextaisle-${n}`)) name = `nextaisle-${n}`;
  }
  const backend = new MathBackendWebGL(new GPGPUContext(gl));
  engine().registerBackend(name, () => backend);
  /** Tensors are made on the current backend, and several engines may share a page. */
  const enter = () => {
    if (lost) throw gone('the WebGL context was lost');
    void engine().setBackend(name);
  };

  let lost = false;
  const listeners: (() => void)[] = [];
  const waiting = new Set<(error: PredictorError) => void>();
  const lose = (event: Event) => {
    event.preventDefault();
    lost = true;
    // The fences of a lost context never signal, so pending reads are rejected here.
    for (const reject of waiting) reject(gone('the WebGL context was lost'));
    for (const listener of listeners) listener();
  };
  gl.canvas.addEventListener('webglcontextlost', lose);

  const upload = (values: Float32Array, rows: number, columns: number) =>
    engine().makeTensor(values, [rows, columns], 'float32');
  const binaries = () => Object.values((backend as unknown as Binaries).binaryCache);

  return {
    maxTextureSize: gl.getParameter(gl.MAX_TEXTURE_SIZE),
    onLost: (listener) => void listeners.push(listener),
    upload,
    keep(values, rows, columns) {
      enter();
      return upload(values, rows, columns);
    },
    scope(work) {
      enter();
      return engine().tidy(work);
    },
    run: (program, inputs, uniforms) =>
      engine().makeTensorFromTensorInfo(
        backend.runWebGLProgram(program, inputs, 'float32', uniforms),
      ),
    read: (tensor) =>
      new Promise<Float32Array>((resolve, reject) => {
        waiting.add(reject);
        tensor
          .data<'float32'>()
          .then(resolve, reject)
          .finally(() => {
            waiting.delete(reject);
            tensor.dispose();
          });
      }),
    async compile(work) {
      env().set('ENGINE_COMPILE_ONLY', true);
      try {
        work();
      } finally {
        env().set('ENGINE_COMPILE_ONLY', false);
      }
      const extension = gl.getExtension('KHR_parallel_shader_compile');
      // A timer, because hidden tabs get no animation frames.
      while (
        extension &&
        !lost &&
        !binaries().every(({ webGLProgram }) =>
          gl.getProgramParameter(webGLProgram, extension.COMPLETION_STATUS_KHR),
        )
      ) {
        await new Promise((resolve) => setTimeout(resolve, 4));
      }
      enter();
      backend.checkCompileCompletion();
      backend.getUniformLocations();
    },
    stats: () => ({
      tensors: backend.numDataIds(),
      bytesOnGpu: (backend.memory() as unknown as { numBytesInGPUAllocated: number })
        .numBytesInGPUAllocated,
      programs: binaries().length,
    }),
    dispose() {
      if (!engine().findBackendFactory(name)) return;
      lost = true;
      gl.canvas.removeEventListener('webglcontextlost', lose);
      for (const reject of waiting) reject(gone('disposed'));
      engine().removeBackend(name);
      // Browsers allow about a dozen contexts per page: free this one before garbage collection.
      gl.getExtension('WEBGL_lose_context')?.loseContext();
    },
  };
}

function openContext(): WebGL2RenderingContext | null {
  // Safari's OffscreenCanvas has no fences, so use an element wherever there is a document.
  const canvas =
    typeof document === 'undefined' ? new OffscreenCanvas(1, 1) : document.createElement('canvas');
  canvas.width = canvas.height = 1;
  // Software WebGL is allowed: a timed probe decides, and tests need it.
  return canvas.getContext('webgl2', {
    alpha: false,
    antialias: false,
    depth: false,
    stencil: false,
    preserveDrawingBuffer: false,
    powerPreference: 'high-performance',
  }) as WebGL2RenderingContext | null;
}
