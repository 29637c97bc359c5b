// Libraries that are compiled into TensorFlow.js' wasm binaries and stand in no package.json: what its
// WORKSPACE file names for that build. They are compiled by Emscripten, whose runtime is in there too.

const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

const BSD = (endorsement) => `All rights reserved.

Redistribution and use in source and binary forms, with or without modification, are permitted provided that the following conditions are met:

* Redistributions of source code must retain the above copyright notice, this list of conditions and the following disclaimer.

* Redistributions in binary form must reproduce the above copyright notice, this list of conditions and the following disclaimer in the documentation and/or other materials provided with the distribution.
${endorsement}
THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.`;

const text = (copyright, terms) => `${copyright}\n\n${terms}`;

/** Name, version (the commit that TensorFlow.js 4.22 builds from), licence and its text. */
export const IN_WASM = [
  {
    name: 'XNNPACK',
    version: 'bad81856dce9fea265866c87ea524afbbdd69012',
    license: 'BSD-3-Clause',
    repository: 'github.com/google/XNNPACK',
    text: text(
      'Copyright (c) Facebook, Inc. and its affiliates.\nCopyright 2019 Google LLC',
      BSD(`
* Neither the name Facebook nor the names of its contributors may be used to endorse or promote products derived from this software without specific prior written permission.
`),
    ),
  },
  {
    name: 'pthreadpool',
    version: '43edadc654d6283b4b6e45ba09a853181ae8e850',
    license: 'BSD-2-Clause',
    repository: 'github.com/Maratyszcza/pthreadpool',
    text: text(
      'Copyright (c) 2017 Facebook Inc.\nCopyright (c) 2015-2017 Georgia Institute of Technology',
      BSD(''),
    ),
  },
  {
    name: 'cpuinfo',
    version: '3dc310302210c1891ffcfb12ae67b11a3ad3a150',
    license: 'BSD-2-Clause',
    repository: 'github.com/pytorch/cpuinfo',
    text: text(
      'Copyright (c) 2017 Facebook Inc.\nCopyright (C) 2012-2017 Georgia Institute of Technology\nCopyright (C) 2010-2012 Marat Dukhan',
      BSD(''),
    ),
  },
  {
    name: 'FP16',
    version: '0a92994d729ff76a58f692d3028ca1b64b145d91',
    license: 'MIT',
    repository: 'github.com/Maratyszcza/FP16',
    text: text(
      'Copyright (c) 2017 Facebook Inc.\nCopyright (c) 2017 Georgia Institute of Technology',
      MIT,
    ),
  },
  {
    name: 'FXdiv',
    version: 'b408327ac2a15ec3e43352421954f5b1967701d1',
    license: 'MIT',
    repository: 'github.com/Maratyszcza/FXdiv',
    text: text('Copyright (c) 2016 Marat Dukhan', MIT),
  },
  {
    name: 'emscripten',
    version: 'as TensorFlow.js builds it',
    license: 'MIT',
    repository: 'github.com/emscripten-core/emscripten',
    text: text('Copyright (c) 2010-2014 Emscripten authors, see AUTHORS file.', MIT),
  },
  {
    name: 'musl',
    version: 'as Emscripten ships it',
    license: 'MIT',
    repository: 'git.musl-libc.org/cgit/musl',
    text: text('Copyright © 2005-2020 Rich Felker, et al.', MIT),
  },
];
