const { readFileSync } = require('node:fs');
const { resolve } = require('node:path');
const process = require('node:process');
const { default: TestRunner } = require('jest-runner');
const mutant = require('./mutant.cjs');

/** Runs the specs over the text as it is, over each mutant and over the text as it is again, and tells the parent process of each. */
module.exports = class MutantRunner extends TestRunner {
  /** Jest itself is told of nothing: a spec file that fails is what is hoped for. */
  on() {
    return () => {};
  }

  async runTests(tests, watcher) {
    const { file, text, changes } = JSON.parse(readFileSync(process.env.MUTANTS, 'utf8'));
    let failed;
    super.on('test-file-success', ([, { numFailingTests, numPassingTests, testExecError }]) => {
      if (numFailingTests > 0 || testExecError || numPassingTests === 0) failed = true;
    });
    super.on('test-file-failure', () => (failed = true));
    const fails = async (put) => {
      [failed, mutant.file, mutant.text] = [false, resolve(file), put];
      for (const test of tests) if (!failed) await super.runTests([test], watcher, { serial: true });
      return failed || tests.length === 0;
    };
    const tell = (told) => new Promise((sent, lost) => process.send(told, (error) => (error ? lost(error) : sent())));
    await tell({ sound: !(await fails(text)) });
    for (const { from, to, put } of changes)
      await tell({ killed: await fails(text.slice(0, from) + put + text.slice(to)) });
    // What an earlier mutant left behind in the process has killed none of the later ones.
    await tell({ sound: !(await fails(text)) });
  }
};
