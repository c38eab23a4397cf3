import usual from '../../../jest.config.mjs';

const [[, [, swc]]] = Object.entries(usual.transform);
const { globalSetup, globalTeardown, ...pure } = usual;
const server = process.env.MUTANT_DATABASE ? { globalSetup, globalTeardown } : {};

/** The usual tests over one mutated file; without a database where none is needed. */
export default {
  ...pure,
  ...server,
  rootDir: new URL('../../..', import.meta.url).pathname,
  transform: { '^.+\\.ts$': ['<rootDir>/test/boundary/policies/mutant-transform.cjs', swc] },
  reporters: [],
};
