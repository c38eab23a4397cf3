const process = require('node:process');
const { ModuleMocker } = require('jest-mock');
const { ModernFakeTimers } = require('@jest/fake-timers');

/** Specs run in the realm of the process itself, so that packages loaded once are the same for every spec file (see one-realm-runtime.cjs). */
module.exports = class OneRealmEnvironment {
  constructor({ projectConfig }) {
    this.global = globalThis;
    this.before = new Set(Reflect.ownKeys(globalThis));
    this.kept = { exit: process.exit, env: { ...process.env }, console: globalThis.console };
    this.moduleMocker = new ModuleMocker(globalThis);
    this.fakeTimers = null;
    this.fakeTimersModern = new ModernFakeTimers({ config: projectConfig, global: globalThis });
    this.conditions = projectConfig.testEnvironmentOptions.customExportConditions;
  }

  async setup() {}

  /** What a spec file left on the globals does not reach the next. */
  async teardown() {
    this.fakeTimersModern.dispose();
    for (const key of Reflect.ownKeys(globalThis)) if (!this.before.has(key)) Reflect.deleteProperty(globalThis, key);
    for (const name of Object.keys(process.env)) if (!(name in this.kept.env)) delete process.env[name];
    Object.assign(process.env, this.kept.env);
    process.exit = this.kept.exit;
    globalThis.console = this.kept.console;
  }

  exportConditions() {
    return this.conditions;
  }

  getVmContext() {
    return globalThis;
  }
};
