import { nameActions } from '../audit/index.ts';

nameActions({ 'sandboxes.changed': '切换演练环境' });
