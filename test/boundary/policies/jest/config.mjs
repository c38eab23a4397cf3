import usual from '../../../../jest.config.mjs';

const { globalSetup, globalTeardown, ...pure } = usual;
const server = process.env.MUTANT_DATABASE ? { globalSetup, globalTeardown } : {};
const here = '<rootDir>/test/boundary/policies/jest';

/** The usual tests over the mutants of one file, one after the other in one process; without a database where none is needed. */
export default {
  ...pure,
  ...server,
  rootDir: new URL('../../../..', import.meta.url).pathname,
  runner: `${here}/mutant-runner.cjs`,
  runtime: `${here}/mutant-runtime.cjs`,
  testEnvironment: `${here}/mutant-environment.cjs`,
  reporters: [],
};
