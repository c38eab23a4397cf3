const { createRequire } = require('node:module');
const { sep } = require('node:path');
const { compileFunction, constants } = require('node:vm');
const { default: Runtime } = require('jest-runtime');

const PACKAGES = `${sep}node_modules${sep}`;
/** Keeps its first logger for good: loaded afresh like our own modules. */
const AFRESH = `${PACKAGES}nestjs-pino${sep}`;

/**
 * Our own modules are loaded afresh for every spec file, as Jest does; packages are loaded by Node itself, once for each worker process.
 * Loading Nest, TypeORM and the rest anew for every file was a third of the whole run.
 */
module.exports = class OneRealmRuntime extends Runtime {
  constructor(...given) {
    super(...given);
    this.executor.compile = (source, filename) =>
      compileFunction(source, this.executor.injectedModuleParameters, {
        filename,
        importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
      });
  }

  requireModuleOrMock(from, name) {
    if (!name.startsWith('.') && name !== '@jest/globals') {
      const path = this._resolution.isCoreModule(name) ? undefined : this._resolution.resolveCjs(from, name);
      if (path?.includes(PACKAGES) && !path.includes(AFRESH)) return createRequire(from)(name);
    }
    return super.requireModuleOrMock(from, name);
  }
};
