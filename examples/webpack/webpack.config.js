export default {
  mode: 'production',
  entry: './main.jsx',
  performance: false,
  output: { publicPath: '/dist/', clean: true },
  resolve: { extensions: ['.js', '.jsx'] },
  module: {
    rules: [{ test: /\.jsx$/, loader: 'esbuild-loader', options: { jsx: 'automatic' } }],
  },
};
