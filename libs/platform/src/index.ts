import './request.js';

export { PlatformModule } from './platform.module.js';
export { Config } from './config.js';
export { Databases } from './databases.js';
export { sql, joinSql, emptySql, rawSql, Sql, type Rows } from './sql.js';
export { Read, type Query } from './read.js';
export { Work, type Tx } from './work.js';
export { type Actor } from './actor.js';
export { Trail } from './trail.js';
export { ROLES, type Role } from './roles.js';
export { declarePermissions, permissionsOf } from './permissions.js';
export { RefusesKey } from './refuses-key.js';
export { Requires, Public, CurrentActor } from './requires.js';
export { Boundary, type Decision } from './boundary.js';
export { InvalidInput, NotVisible, NotPermitted, WrongState, Stale, Unavailable } from './errors.js';
export { checkInput, checkQuery, propertyWords } from './input.js';
export { Clock } from './clock.js';
export { reference } from './reference.js';
