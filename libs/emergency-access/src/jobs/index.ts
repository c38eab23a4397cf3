export { remindOfEmergencies } from './remind-of-emergencies.js';
