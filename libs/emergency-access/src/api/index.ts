export { EmergencyApi } from './emergency.api.js';
