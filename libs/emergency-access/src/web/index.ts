export { EmergencyAccessWebModule } from './emergency-access-web.module.js';
export { emergencyNav } from './nav.js';
