#!/usr/bin/env node
// What `vscodeExecutablePath` points at: a file that can be executed as it is; the work is in code.ts, built.
import '../../../out/test/support/editor/code.js';
