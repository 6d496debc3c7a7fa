export { openEngine } from './engine.ts';
export { checkQuality } from './quality/index.ts';
export type { EngineOptions } from './reading-process.ts';
export type {
  Box,
  DocumentKind,
  Engine,
  EngineName,
  Quality,
  QualityCode,
  QualityProblem,
  QuarterTurn,
  ReadField,
  Reading,
  ReadOptions,
} from './types.ts';
