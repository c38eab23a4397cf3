/** Compiles as every test is compiled, but for one file, whose mutated text is put in its place. */
const { readFileSync } = require('node:fs');
const process = require('node:process');
const { createTransformer } = require('@swc/jest');

const { MUTANT_OF, MUTANT_TEXT } = process.env;
const put = (source, path) => (MUTANT_OF && path.endsWith(MUTANT_OF) ? readFileSync(MUTANT_TEXT, 'utf8') : source);

module.exports = {
  createTransformer(options) {
    const inner = createTransformer(options);
    return {
      ...inner,
      canInstrument: false,
      process: (source, path, jest) => inner.process(put(source, path), path, jest),
      getCacheKey: (source, path, jest) => inner.getCacheKey(put(source, path), path, jest),
    };
  },
};
