import type { Actor } from '../audit/index.ts';

export async function seedCatalog(_actor: Actor): Promise<void> {}
