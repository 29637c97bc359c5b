import { expect, test } from 'vitest';
import { modelError } from '../../lib/errors.js';
import { writeSafetensors } from '../../model/safetensors.js';
import { describeFile, modelFault } from './describe-file.js';

const latin = (text: string) =>
  Uint8Array.from(text, (letter) => letter.charCodeAt(0)).buffer as ArrayBuffer;

test.each<[string, string]>([
  ['', 'empty'],
  ['<!DOCTYPE html><title>Shop</title>', 'an HTML page'],
  ['\n <html lang="en">', 'an HTML page'],
  ['<?xml version="1.0"?>', 'XML'],
  ['{"error":"not found"}', 'JSON'],
  ['version https://git-lfs.github.com/spec/v1\noid sha256:1', 'a pointer of Git LFS'],
  ['\x1f\x8b\x08\0', 'compressed by gzip'],
  ['PK\x03\x04\x14\0archive/data.pkl', 'a PyTorch file'],
  ['PK\x03\x04\x14\0', 'a ZIP archive'],
  ['\x80\x02}q', 'a Python pickle'],
  ['\x08\x07\x12\x07pytorch', 'an ONNX model'],
  ['\x1c\0\0\0TFL3', 'a TensorFlow Lite model'],
  ['\x89PNG\r\n', 'a picture'],
  ['404 page not found here', 'text'],
])('%j is %s', (start, what) => {
  expect(describeFile(latin(start))).toContain(what);
});

test("tells another program's safetensors from a damaged file of ours", () => {
  const file = (metadata: Record<string, string>) => writeSafetensors(metadata, new Map()).buffer;
  expect(describeFile(file({ format: 'pt' }))).toContain('another program wrote');
  expect(describeFile(file({ nextaisle: '3' }))).toContain('cut short or damaged');
});

test.each([
  ['/shop.safetensors', 'such as public/'],
  ['/node_modules/nextaisle/weights/base.safetensors', "optimizeDeps: { exclude: ['nextaisle'] }"],
])('HTML in the place of %s: says how to serve it', (address, toDo) => {
  const cause = modelError('MODEL_CORRUPT', 'header length');
  const fault = modelFault(cause, address, latin('<!doctype html>'));
  expect(fault).toMatchObject({ code: 'MODEL_CORRUPT', cause });
  expect(fault.message).toContain(`${address} is no model file. It is an HTML page`);
  expect(fault.message).toContain(toDo);
});
