import { PredictorError } from '../../lib/errors.js';
import type { ModelSource } from './load-model.js';

/** What the first bytes say that a file is, in hexadecimal. */
const BINARY: readonly (readonly [RegExp, string])[] = [
  [/^1f8b/, 'compressed by gzip: serve it with the header "content-encoding: gzip", or unpack it'],
  [/^28b52ffd/, 'compressed by zstd: unpack it'],
  [/^504b0304/, 'a ZIP archive'],
  [/^800[2-5]/, 'a Python pickle, as PyTorch writes it'],
  [/^080[1-9a-f]12/, 'an ONNX model'],
  [/^.{8}54464c33/, 'a TensorFlow Lite model'],
  [/^47475546/, 'a GGUF model'],
  [/^89484446/, 'an HDF5 file, as Keras writes it'],
  [/^934e554d5059/, 'a NumPy array'],
  [/^89504e47|^ffd8ff|^47494638|^52494646/, 'a picture'],
  [/^25504446/, 'a PDF'],
  // Eight bytes of header length, small enough for the last three to be 0, then "{".
  [/^.{10}0000007b/, 'a safetensors file that another program wrote'],
];
const TEXT: readonly (readonly [RegExp, string])[] = [
  [/^version https:\/\/git-lfs/, 'a pointer of Git LFS, not the file: run "git lfs pull"'],
  [
    /^<(!doctype html|html|head|body|script|meta|!--)/i,
    'an HTML page: a server often answers an address that it does not know with its start page',
  ],
  [/^<(\?xml|rss|feed)/i, 'XML'],
  [/^</, 'markup'],
  [/^[[{]/, 'JSON'],
  [/^[\t\n\r -~]{16}/, 'text'],
];

/** What a file is, for a sentence that begins "It is"; undefined when its first bytes do not say. */
export function describeFile(file: ArrayBuffer): string | undefined {
  if (!file.byteLength) return 'empty';
  const bytes = new Uint8Array(file, 0, Math.min(file.byteLength, 512));
  const hex = [...bytes.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0'));
  const latin = String.fromCharCode(...bytes);
  const text = latin.replace(/^\xef\xbb\xbf/, '').trimStart();
  const found =
    BINARY.find(([sign]) => sign.test(hex.join(''))) ?? TEXT.find(([sign]) => sign.test(text));
  if (/ZIP/.test(found?.[1] ?? '') && /data\.pkl|archive\/|\.pt\b/.test(latin))
    return 'a PyTorch file';
  return /safetensors/.test(found?.[1] ?? '') && latin.includes('nextaisle')
    ? 'a model file of nextaisle that is cut short or damaged'
    : found?.[1];
}

/** The error for a file that is no model, which says what it is, where its first bytes tell. */
export function modelFault(
  fault: PredictorError,
  source: ModelSource,
  file: ArrayBuffer,
): PredictorError {
  const what = fault.code === 'MODEL_CORRUPT' && describeFile(file);
  if (!what) return fault;
  const address = typeof source === 'string' ? source : source instanceof URL ? source.href : '';
  const name = address || `What was given as model (${file.byteLength} bytes)`;
  const isMoved = /\/node_modules\/|\/@fs\/|\.vite/.test(address);
  const toDo = !/^an HTML/.test(what)
    ? 'Give a file that "nextaisle train" wrote.'
    : isMoved
      ? "In Vite, set optimizeDeps: { exclude: ['nextaisle'] }."
      : 'Put the file where it is served as it is, such as public/, and open the address to check.';
  return new PredictorError('MODEL_CORRUPT', `${address || 'model'}: ${fault.detail}`, {
    message: `${name} is no model file. It is ${what}. ${toDo}`,
    cause: fault,
  });
}
