import { z } from 'zod';
import type { FieldErrors } from '../../platform/errors.ts';
import type { Typed } from '../form-fields.ts';
import type { ProductRow } from '../tables.ts';

export const QUESTION_KINDS = {
  text: '单行文字',
  lines: '多行文字',
  number: '数字',
  select: '单选',
} as const;
const kinds = ['text', 'lines', 'number', 'select'] as const;
export const MOST_QUESTIONS = 8;

/** What a buyer of a manual product is asked. `name` is the field's, and the key of the stored answer. */
const Question = z.object({
  name: z.string(),
  label: z.string(),
  kind: z.enum(kinds),
  is_required: z.boolean(),
  options: z.array(z.string()),
});
export type Question = z.output<typeof Question>;

export function questionsOf({ form_json }: Pick<ProductRow, 'form_json'>): Question[] {
  return form_json ? z.array(Question).parse(JSON.parse(form_json)) : [];
}

/** The questions as an operator typed them, row by row; a row without words is none. */
export function questionsTyped(typed: Typed): { questions: Question[]; fields: FieldErrors } {
  const fields: FieldErrors = {};
  const questions = places().flatMap((n): Question[] => {
    const label = (typed[`question_${n}_label`] ?? '').trim().slice(0, 60);
    if (!label) return [];
    const kind = kinds.find((each) => each === typed[`question_${n}_kind`]) ?? 'text';
    const options = kind === 'select' ? optionsIn(typed[`question_${n}_options`] ?? '') : [];
    if (kind === 'select' && options.length < 2)
      fields[`question_${n}_options`] = '单选至少写两个选项，用逗号隔开';
    const is_required = Boolean(typed[`question_${n}_required`]);
    return [{ name: `answer_${n}`, label, kind, is_required, options }];
  });
  return { questions, fields };
}

/** Back into the fields. */
export function typedQuestions(questions: readonly Question[]): Typed {
  const rows = questions.flatMap(
    ({ name, label, kind, is_required, options }): [string, string][] => {
      const at = `question_${name.slice('answer_'.length)}`;
      return [
        [`${at}_label`, label],
        [`${at}_kind`, kind],
        [`${at}_required`, is_required ? 'yes' : ''],
        [`${at}_options`, options.join('，')],
      ];
    },
  );
  return Object.fromEntries(rows);
}

export const places = () => Array.from({ length: MOST_QUESTIONS }, (_, n) => String(n + 1));

function optionsIn(text: string): string[] {
  const all = text.split(/[,，、\n]/).map((option) => option.trim().slice(0, 60));
  return [...new Set(all.filter(Boolean))].slice(0, 30);
}

/** What a buyer answered, by the name of the question; `fields` says what is missing or wrong. */
export function readAnswers(
  questions: readonly Question[],
  body: unknown,
): { answers: Record<string, string>; fields: FieldErrors } {
  const typed = Object.entries(typeof body === 'object' && body !== null ? body : {});
  const given = new Map(
    typed.map(([name, value]) => [name, typeof value === 'string' ? value : '']),
  );
  const answers: Record<string, string> = {};
  const fields: FieldErrors = {};
  for (const question of questions) {
    const answer = (given.get(question.name) ?? '').trim();
    const fault = faultOf(question, answer);
    if (fault) fields[question.name] = fault;
    else if (answer) answers[question.name] = answer;
  }
  return { answers, fields };
}

function faultOf({ kind, is_required, options }: Question, answer: string): string {
  if (!answer) return is_required ? '请填写' : '';
  const most = kind === 'lines' ? 1000 : 200;
  if (answer.length > most) return `请控制在 ${most} 字以内`;
  if (kind === 'number' && !/^-?\d{1,15}(\.\d{1,6})?$/.test(answer)) return '请填写数字';
  if (kind === 'select' && !options.includes(answer)) return '请从给出的选项中选择';
  return '';
}
