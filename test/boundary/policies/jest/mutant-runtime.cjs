const { transformSync } = require('@swc/core');
const OneRealmRuntime = require('../../../harness/jest/one-realm-runtime.cjs');
const mutant = require('./mutant.cjs');

/** Compiles as every test is compiled, but for one file, whose mutated text is put in its place and kept nowhere. */
module.exports = class MutantRuntime extends OneRealmRuntime {
  constructor(config, environment, resolver, transformer, ...given) {
    const [[, , swc]] = config.transform;
    const compile = (path) => transformSync(mutant.text, { ...swc, sourceMaps: false, swcrc: false, filename: path });
    const asMutated = Object.create(transformer, {
      transform: {
        value: (path, ...options) =>
          path === mutant.file
            ? { code: compile(path).code, originalCode: mutant.text, sourceMapPath: null }
            : transformer.transform(path, ...options),
      },
    });
    super(config, environment, resolver, asMutated, ...given);
  }
};
