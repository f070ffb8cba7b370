// The published module of DuckDB-WASM is CommonJS: this gives it what it asks for, and takes what it exports.
"use strict";
globalThis.module = { exports: {} };
globalThis.require = (name) => {
  if (name === "apache-arrow") {
    return globalThis.Arrow;
  }
  throw new Error(name + " is not part of this page");
};
