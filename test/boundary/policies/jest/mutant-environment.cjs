const OneRealmEnvironment = require('../../../harness/jest/one-realm-environment.cjs');

/** The first failure kills the mutant: what the spec file would ask after it is not asked. */
module.exports = class MutantEnvironment extends OneRealmEnvironment {
  handleTestEvent({ name, test }) {
    if (name === 'test_fn_failure' || name === 'hook_failure') this.killed = true;
    if (name === 'test_start' && this.killed) test.mode = 'skip';
  }
};
