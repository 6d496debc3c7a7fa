import { blindIndex, seal, unseal } from '../../src/platform/seal.ts';

/** A process of its own: opens what is named, then seals a word and says how it is found. */
const [, , place = '', sealed] = process.argv;
const opened = sealed ? unseal(sealed, place) : null;
process.stdout.write(
  JSON.stringify({ opened, sealed: seal('张三丰', place), index: blindIndex('张三丰', 'a') }),
);
