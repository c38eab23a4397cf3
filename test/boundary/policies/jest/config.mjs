import usual from '../../../../jest.config.mjs';

const { globalSetup: _setup, globalTeardown: _teardown, ...pure } = usual;
const here = '<rootDir>/test/boundary/policies/jest';

/** The usual tests over the mutants of one file, one after the other in one process. Whoever starts it has started PostgreSQL where it is needed. */
export default {
  ...pure,
  rootDir: new URL('../../../..', import.meta.url).pathname,
  runner: `${here}/mutant-runner.cjs`,
  runtime: `${here}/mutant-runtime.cjs`,
  testEnvironment: `${here}/mutant-environment.cjs`,
  reporters: [],
};
