import * as lib from '/dist/index.js';
import '/dist/element.js';

window.lib = lib;
