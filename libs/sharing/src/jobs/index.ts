export { remindOfReviews } from './remind-of-reviews.js';
