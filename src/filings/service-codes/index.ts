import './words.ts';

export { withCode } from './careful.ts';
export { serviceCodeRoutes } from './code-routes.ts';
export { CODE_FIELD, giveBackCode, needsCode, spendCode } from './spend-code.ts';
