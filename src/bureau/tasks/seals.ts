import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import type { TaskRow } from './tables.ts';

type Column = 'body' | 'answer' | 'subject' | 'closed_words';
const place = (column: Column, task_no: string) => `bureau_tasks.${column}:${task_no}`;

const sealText = (column: Column, task_no: string, text: string) =>
  seal(text, place(column, task_no));

export function sealBody(task_no: string, body: object): string {
  return sealText('body', task_no, JSON.stringify(body));
}

export function sealAnswer(task_no: string, answer: object): string {
  return sealText('answer', task_no, JSON.stringify(answer));
}

const MOST_SUBJECT = 255;
const MOST_WORDS = 300;

/** What the list shows of a task, sealed: a bureau's words may hold anything. And what it is found by. */
export function sealSubject(
  task_no: string,
  subject: string,
): Pick<TaskRow, 'subject_sealed' | 'subject_index' | 'head_index'> {
  const text = subject.slice(0, MOST_SUBJECT);
  const [whole, head] = termsOf(text);
  return {
    subject_sealed: sealText('subject', task_no, text),
    subject_index: subjectIndex(whole),
    head_index: subjectIndex(head),
  };
}

export function sealWords(task_no: string, words: string | null): string | null {
  return words === null ? null : sealText('closed_words', task_no, words.slice(0, MOST_WORDS));
}

/** What the bureau sent, as the reader of its kind gave it. */
export function openTask(row: TaskRow): unknown {
  return JSON.parse(unseal(row.body_sealed, place('body', row.task_no)));
}

export function openSubject(row: Pick<TaskRow, 'task_no' | 'subject_sealed'>): string {
  return unseal(row.subject_sealed, place('subject', row.task_no));
}

/** How it was settled, or why it is to be done again. */
export function openWords(row: Pick<TaskRow, 'task_no' | 'closed_words_sealed'>): string | null {
  const { task_no, closed_words_sealed } = row;
  return closed_words_sealed && unseal(closed_words_sealed, place('closed_words', task_no));
}

/** What a search is compared with: the same word finds a task by its whole subject or by the head of it. */
export function subjectIndex(term: string): string {
  return blindIndex(term.trim().toLowerCase(), 'bureau_tasks.subject');
}

const ICP_NUMBER = /[\p{Script=Han}]ICP[备证]\d+号(-\d+[A-Z]?)?/u;

/** An ICP number with and without the number of its service; else all of it, and its first word. */
function termsOf(subject: string): [whole: string, head: string] {
  const [number] = ICP_NUMBER.exec(subject) ?? [];
  if (number) return [number, number.replace(/-\d+[A-Z]?$/, '')];
  return [subject, subject.split(/[\s，]/)[0] ?? ''];
}
