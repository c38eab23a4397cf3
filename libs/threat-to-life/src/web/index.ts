export { ThreatsWebModule } from './threats-web.module.js';
export { threatsNav, threatInterruption } from './nav.js';
