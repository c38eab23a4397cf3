export { mindQuestions } from './mind-questions.js';
