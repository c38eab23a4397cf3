export { EmergencyAccessModule } from './emergency-access.module.js';
export { EMERGENCY_EVENTS } from './events.js';
