/** For the apps, which compose a process, and for tests of the whole; rooms use the index. */
export { AuditWriter } from './audit-writer.js';
export { entryOf, asJson, type AuditEntry } from './audit-entry.js';
export { attachTrail } from './trail-hooks.js';
export { doorOf } from './door.js';
export { PermissionGuard } from './permission.guard.js';
export { BoundaryGuard } from './boundary.guard.js';
export { DoorInventory, type ListedDoor } from './door-inventory.js';
export { declaredPermissions } from './permissions.js';
export { noteRefusal, outcomeOf } from './refusal.js';
export { NO_KEY } from './refuses-key.js';
export { InputPipe } from './input.pipe.js';
export { parseJson } from './json-body.js';
export { startFaults, type StartChecks } from './start-checks.js';
export { probeQueue } from './queue-probe.js';
export { ConfigMistakes } from './config.js';
export { fromPostgres } from './postgres-errors.js';
export { isUuid } from './request.js';
export { readReference } from './reference.js';
