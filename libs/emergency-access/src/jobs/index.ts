export { endEmergencyMonth } from './end-emergency-month.js';
export { remindOfEmergencies } from './remind-of-emergencies.js';
