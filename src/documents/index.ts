import './words.ts';
import { Router } from 'express';
import { routes as pictures } from './routes.ts';
import { settingsRoutes } from './settings-routes.ts';

export { closeEngine } from './engine.ts';
export { MAX_UPLOAD_BYTES } from './image.ts';
export { jobs, schedules } from './jobs.ts';
export {
  allowPictureHost,
  glanceLink,
  pictureLinks,
  signedPictures as publicRoutes,
} from './links.ts';
export type { DocumentKind, ReadField, Reading } from './ocr/index.ts';
export { uploadRoom } from './picture-room.ts';
export {
  documentOf,
  documentOwnedBy,
  documentsOf,
  openReading,
  thumbOf,
} from './queries.ts';
export { keepFile, openFile, removeFile } from './sealed-file.ts';
export { allowToSee } from './seers.ts';
export {
  type KeptPicture,
  keepPicture,
  recordPicture,
  type StoredDocument,
} from './store-upload.ts';
export type { DocumentRow } from './tables.ts';
export { manyPictures, onePicture, uploadedPicture, uploadedPictures } from './upload.ts';
export { wirePicture } from './wire-picture.ts';

export const routes = Router().use(pictures, settingsRoutes);
