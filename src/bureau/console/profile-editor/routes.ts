import { Router } from 'express';
import { draftRoutes } from './draft-routes.ts';
import { sectionRoutes } from './section-routes.ts';
import { treeRoutes } from './tree-routes.ts';

/** The pages on which a version is changed without JSON; all of them keep a draft that only its maker sees. */
export const profileEditorRoutes = Router();
profileEditorRoutes.use(treeRoutes, sectionRoutes, draftRoutes);
