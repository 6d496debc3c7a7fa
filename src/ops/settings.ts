export { siteSetting } from '../platform/site.ts';
