import { readFileSync } from 'node:fs';

interface Fixture {
  file: string;
  kind: string;
  turned: number;
  truth: Record<string, string>;
}

const folder = new URL('../../fixtures/ocr/', import.meta.url);

/** A varied dozen of pictures of invented people and firms, and what is printed on them. */
export const fixtures: Fixture[] = JSON.parse(readFileSync(new URL('truth.json', folder), 'utf8'));

export function picture(file: string): Buffer {
  return readFileSync(new URL(file, folder));
}
