export { type Migration, type MigrationReport, migrate, pendingMigrations, revert } from './migrate.js';
export { type Passwords, type Preparation, prepareDatabase, withDatabase, withLogin } from './prepare-database.js';
