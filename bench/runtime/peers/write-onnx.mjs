import protobuf from 'protobufjs';

/** The part of onnx.proto3 that we use, with its field numbers: https://github.com/onnx/onnx */
const field = (id, type, rule) => ({ id, type, ...(rule && { rule }) });
const nested = {
  Model: {
    fields: {
      irVersion: field(1, 'int64'),
      opsetImport: field(8, 'Opset', 'repeated'),
      graph: field(7, 'Graph'),
    },
  },
  Opset: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
  Graph: {
    fields: {
      node: field(1, 'Node', 'repeated'),
      name: field(2, 'string'),
      initializer: field(5, 'Tensor', 'repeated'),
      input: field(11, 'ValueInfo', 'repeated'),
      output: field(12, 'ValueInfo', 'repeated'),
    },
  },
  Node: {
    fields: {
      input: field(1, 'string', 'repeated'),
      output: field(2, 'string', 'repeated'),
      opType: field(4, 'string'),
      attribute: field(5, 'Attribute', 'repeated'),
    },
  },
  Attribute: {
    fields: {
      name: field(1, 'string'),
      i: field(3, 'int64'),
      ints: field(8, 'int64', 'repeated'),
      type: field(20, 'int32'),
    },
  },
  Tensor: {
    fields: {
      dims: field(1, 'int64', 'repeated'),
      dataType: field(2, 'int32'),
      name: field(8, 'string'),
      rawData: field(9, 'bytes'),
    },
  },
  ValueInfo: { fields: { name: field(1, 'string'), type: field(2, 'Type') } },
  Type: { fields: { tensorType: field(1, 'TensorType') } },
  TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'Shape') } },
  Shape: { fields: { dim: field(1, 'Dim', 'repeated') } },
  Dim: { fields: { dimValue: field(1, 'int64') } },
};

const FLOAT = 1;
const TYPES = { float: FLOAT, int32: 6, int64: 7 };
const INT = 2;
const INTS = 7;

/** The bytes of an .onnx file. */
export function writeOnnx({ nodes, initializers, inputs, outputs }) {
  const Model = protobuf.Root.fromJSON({ nested }).lookupType('Model');
  const valueInfo = ({ name, type, shape }) => ({
    name,
    type: {
      tensorType: {
        elemType: TYPES[type],
        ...(shape && { shape: { dim: shape.map((dimValue) => ({ dimValue })) } }),
      },
    },
  });
  return Model.encode({
    irVersion: 8,
    opsetImport: [{ domain: '', version: 17 }],
    graph: {
      name: 'network',
      node: nodes.map(({ type, inputs: from, output, attributes }) => ({
        opType: type,
        input: from,
        output: [output],
        attribute: Object.entries(attributes).map(([name, value]) =>
          Array.isArray(value) ? { name, ints: value, type: INTS } : { name, i: value, type: INT },
        ),
      })),
      initializer: initializers.map(({ name, shape, data }) => ({
        name,
        dims: shape,
        dataType: data instanceof BigInt64Array ? TYPES.int64 : FLOAT,
        rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      })),
      input: inputs.map(valueInfo),
      output: outputs.map((name) => valueInfo({ name, type: 'float' })),
    },
  }).finish();
}
